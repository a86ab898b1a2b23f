"""The Bot API's methods about messages. Each takes the world (locked) and arguments, returns a result or BotError."""

from __future__ import annotations

from simulator.telegram import markup
from simulator.telegram.arguments import Arguments
from simulator.telegram.entities import LONGEST_CAPTION, LONGEST_TEXT, Text, formatted
from simulator.telegram.errors import bad_request
from simulator.telegram.files import File
from simulator.telegram.markup import Rows
from simulator.telegram.models import CALLBACK_LIFETIME, Chat, Message, Telegram

_LONGEST_ANSWER = 200
_DELETABLE = 48 * 3600  # seconds
_TYPING = 5.0  # seconds that one chat action is shown
_MEDIA = ("photo", "video", "voice", "document", "video_note")
_ACTIONS = {"typing", "choose_sticker", "find_location"} | {
    f"{verb}_{medium}" for verb in ("upload", "record") for medium in _MEDIA
} - {"record_photo", "record_document"}
Result = object


def send_message(world: Telegram, args: Arguments) -> Result:
    """https://core.telegram.org/bots/api#sendmessage."""
    text = _text(args)
    return _deliver(world, args, text).as_api()


def send_document(world: Telegram, args: Arguments) -> Result:
    """https://core.telegram.org/bots/api#senddocument, by upload or file id."""
    upload = args.upload("document")
    caption = _caption(args)
    world.writable(args.chat_id())
    if upload:
        file = world.files.add_document(upload.name, upload.content, upload.mime)
    else:
        file = _known(world, args, "document")
    return _deliver(world, args, caption, file).as_api()


def send_photo(world: Telegram, args: Arguments) -> Result:
    """https://core.telegram.org/bots/api#sendphoto, by upload or file id."""
    upload = args.upload("photo")
    caption = _caption(args)
    world.writable(args.chat_id())
    file = world.files.add_photo(upload.content) if upload else _known(world, args, "photo")
    return _deliver(world, args, caption, file).as_api()


def forward_message(world: Telegram, args: Arguments) -> Result:
    """https://core.telegram.org/bots/api#forwardmessage."""
    original = _original(world, args, "to forward")
    chat = world.writable(args.chat_id())
    return world.post(chat, world.bot, original.text, file=original.file, origin=original).as_api()


def copy_message(world: Telegram, args: Arguments) -> Result:
    """https://core.telegram.org/bots/api#copymessage; returns only the new message's id."""
    original = _original(world, args, "to copy")
    text = _caption(args) if original.file and args.has("caption") else original.text
    return {"message_id": _deliver(world, args, text, original.file).id}


def edit_message_text(world: Telegram, args: Arguments) -> Result:
    """https://core.telegram.org/bots/api#editmessagetext; without a markup the buttons go."""
    text = _text(args)
    message = _own(world, args)
    if message.file:
        raise bad_request("there is no text in the message to edit")
    return _edit(world, message, text, _inline(args))


def edit_message_caption(world: Telegram, args: Arguments) -> Result:
    """https://core.telegram.org/bots/api#editmessagecaption; without a markup the buttons go."""
    message = _own(world, args)
    if not message.file:
        raise bad_request("there is no caption in the message to edit")
    return _edit(world, message, _caption(args), _inline(args))


def edit_message_reply_markup(world: Telegram, args: Arguments) -> Result:
    """https://core.telegram.org/bots/api#editmessagereplymarkup."""
    message = _own(world, args)
    return _edit(world, message, message.text, _inline(args))


def delete_message(world: Telegram, args: Arguments) -> Result:
    """https://core.telegram.org/bots/api#deletemessage: within 48 hours, in groups only the bot's own."""
    chat = world.writable(args.chat_id())
    message = world.message(chat, args.number("message_id"), "to delete")
    if world.now() - message.date > _DELETABLE:
        raise bad_request("message can't be deleted for everyone")
    if chat.is_group and message.sender != world.bot:
        raise bad_request("message can't be deleted")
    del chat.messages[message.id]
    world.touch(chat)
    return True


def answer_callback_query(world: Telegram, args: Arguments) -> Result:
    """https://core.telegram.org/bots/api#answercallbackquery."""
    text = args.text("text")
    if len(text) > _LONGEST_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    chat, pressed = world.presses.get(args.text("callback_query_id"), (None, 0.0))
    if chat is None or world.clock() - pressed > CALLBACK_LIFETIME:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    chat.alert = text or None
    world.touch(chat)
    return True


def send_chat_action(world: Telegram, args: Arguments) -> Result:
    """https://core.telegram.org/bots/api#sendchataction."""
    if args.text("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = world.writable(args.chat_id())
    chat.typing_until = world.clock() + _TYPING
    world.touch(chat)
    return True


def _text(args: Arguments) -> Text:
    source = args.text("text")
    if not source:
        raise bad_request("message text is empty")
    given = args.listed("entities", "can't parse entities JSON object")
    text = formatted(source, args.text("parse_mode"), LONGEST_TEXT, given)
    if not text.plain:
        raise bad_request("text must be non-empty")
    return text


def _caption(args: Arguments) -> Text:
    given = args.listed("caption_entities", "can't parse entities JSON object")
    return formatted(args.text("caption"), args.text("parse_mode"), LONGEST_CAPTION, given)


def _deliver(world: Telegram, args: Arguments, text: Text, file: File | None = None) -> Message:
    wish = markup.read(_wished_markup(args))
    chat = world.writable(args.chat_id())
    reply_to = _replied(world, args, chat)
    if wish.keyboard or wish.remove:
        chat.keyboard, chat.keyboard_once = wish.keyboard, wish.once
    chat.typing_until = 0.0
    return world.post(chat, world.bot, text, file=file, buttons=wish.inline, reply_to=reply_to)


def _replied(world: Telegram, args: Arguments, chat: Chat) -> Message | None:
    wish = args.decoded("reply_parameters", "can't parse reply parameters JSON object")
    wish = wish if isinstance(wish, dict) else {"message_id": args.number("reply_to_message_id")}
    message_id = int(wish.get("message_id") or 0)
    lenient = wish.get("allow_sending_without_reply") or args.flag("allow_sending_without_reply")
    if not message_id or (lenient and message_id not in chat.messages):
        return None
    return world.message(chat, message_id, "to be replied")


def _known(world: Telegram, args: Arguments, kind: str) -> File:
    file_id = args.text(kind)
    if not file_id:
        raise bad_request(f"there is no {kind} in the request")
    file = world.files.by_id(file_id)
    if file is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    actual = "photo" if file.size else "document"
    if actual != kind:
        raise bad_request(f"can't use file of type {actual.title()} as {kind.title()}")
    return file


def _original(world: Telegram, args: Arguments, purpose: str) -> Message:
    chat = world.writable(args.chat_id("from_chat_id"))
    return world.message(chat, args.number("message_id"), purpose)


def _own(world: Telegram, args: Arguments) -> Message:
    chat = world.writable(args.chat_id())
    message = world.message(chat, args.number("message_id"), "to edit")
    if message.sender != world.bot or message.origin:
        raise bad_request("message can't be edited")
    return message


def _wished_markup(args: Arguments) -> object:
    return args.decoded("reply_markup", "can't parse reply keyboard markup JSON object")


def _inline(args: Arguments) -> Rows | None:
    wish = markup.read(_wished_markup(args))
    if wish.keyboard or wish.remove:
        raise bad_request("inline keyboard expected")
    return wish.inline


def _edit(world: Telegram, message: Message, text: Text, buttons: Rows | None) -> Result:
    now_shown = (message.text.plain, message.text.entities, message.buttons)
    if (text.plain, text.entities, buttons) == now_shown:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"
        )
    message.text, message.buttons, message.edited = text, buttons, world.now()
    world.touch(message.chat)
    return message.as_api()
