"""The Bot API over HTTP: `/bot<token>/<method>` and `/file/bot<token>/<path>`, with its envelope."""

from __future__ import annotations

from collections.abc import Callable

from werkzeug import Request, Response
from werkzeug.routing import Rule

from simulator.envelopes import as_json, telegram_refusal
from simulator.telegram import account, sending
from simulator.telegram.arguments import Arguments, read
from simulator.telegram.errors import BotError
from simulator.telegram.models import Telegram
from simulator.wire import client_gone

Method = Callable[[Telegram, Arguments], object]
_MOST_UPDATES = 100

METHODS: dict[str, Method] = {
    "getMe": account.get_me,
    "getFile": account.get_file,
    "getChat": account.get_chat,
    "getChatMemberCount": account.get_chat_member_count,
    "leaveChat": account.leave_chat,
    "getWebhookInfo": account.get_webhook_info,
    "deleteWebhook": account.delete_webhook,
    "setMyCommands": account.set_my_commands,
    "getMyCommands": account.get_my_commands,
    "deleteMyCommands": account.delete_my_commands,
    "setChatMenuButton": account.set_chat_menu_button,
    "getChatMenuButton": account.get_chat_menu_button,
    "setMyName": account.set_text("name"),
    "getMyName": account.get_text("name"),
    "setMyDescription": account.set_text("description"),
    "getMyDescription": account.get_text("description"),
    "setMyShortDescription": account.set_text("short_description"),
    "getMyShortDescription": account.get_text("short_description"),
    "sendMessage": sending.send_message,
    "sendDocument": sending.send_document,
    "sendPhoto": sending.send_photo,
    "sendChatAction": sending.send_chat_action,
    "forwardMessage": sending.forward_message,
    "copyMessage": sending.copy_message,
    "editMessageText": sending.edit_message_text,
    "editMessageCaption": sending.edit_message_caption,
    "editMessageReplyMarkup": sending.edit_message_reply_markup,
    "deleteMessage": sending.delete_message,
    "answerCallbackQuery": sending.answer_callback_query,
}


def rules(telegram: Telegram) -> list[Rule]:
    """Return one rule for each method that is simulated, and one for downloads."""
    calls: dict[str, Callable[[Request], object]] = {
        name: _locked(telegram, method) for name, method in METHODS.items()
    }
    calls["getUpdates"] = lambda request: _get_updates(telegram, request)
    return [
        *(
            Rule(f"/bot<token>/{name}", endpoint=_endpoint(telegram, call), methods=["GET", "POST"])
            for name, call in calls.items()
        ),
        Rule("/file/bot<token>/<path:path>", endpoint=_download(telegram), methods=["GET"]),
    ]


def _locked(telegram: Telegram, method: Method) -> Callable[[Request], object]:
    def call(request: Request) -> object:
        with telegram.lock:
            return method(telegram, read(request))

    return call


def _get_updates(telegram: Telegram, request: Request) -> object:
    args = read(request)
    kinds = args.listed("allowed_updates", "can't parse allowed_updates JSON object")
    if args.has("allowed_updates"):
        telegram.updates.choose_kinds(frozenset(kinds or ()))
    limit = min(max(args.number("limit", _MOST_UPDATES), 1), _MOST_UPDATES)
    return telegram.updates.get(
        args.number("offset"), limit, max(args.number("timeout"), 0), lambda: client_gone(request.environ)
    )


def _endpoint(telegram: Telegram, call: Callable[[Request], object]) -> Callable[..., Response]:
    def endpoint(request: Request, token: str) -> Response:
        try:
            telegram.check_token(token)
            return as_json({"ok": True, "result": call(request)})
        except BotError as error:
            return telegram_refusal(error.code, error.description, parameters=error.parameters)

    return endpoint


def _download(telegram: Telegram) -> Callable[..., Response]:
    def endpoint(_request: Request, token: str, path: str) -> Response:
        try:
            telegram.check_token(token)
        except BotError as error:
            return telegram_refusal(error.code, error.description)
        with telegram.lock:
            file = telegram.files.by_path(path)
        if file is None:
            return telegram_refusal(404, "Not Found")
        return Response(file.content, content_type="application/octet-stream")

    return endpoint
