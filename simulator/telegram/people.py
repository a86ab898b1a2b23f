"""The human acts over HTTP, under `/_sim/telegram/...`: JSON in, JSON out, refusals as {"error": "..."}."""

from __future__ import annotations

from collections.abc import Callable

from werkzeug import Request, Response
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.routing import Rule

from simulator.envelopes import as_json
from simulator.telegram.acts import Body, People
from simulator.telegram.arguments import read
from simulator.telegram.models import Chat, Telegram


def rules(telegram: Telegram) -> list[Rule]:
    """Return the rules of the human acts."""
    people = People(telegram)

    def anywhere(act: Callable[[Body], object]) -> Callable[..., Response]:
        def endpoint(request: Request) -> Response:
            with telegram.lock:
                return as_json(act(_body(request)))

        return endpoint

    def in_chat(act: Callable[[Chat, Body], object]) -> Callable[..., Response]:
        def endpoint(request: Request, chat_id: int) -> Response:
            with telegram.lock:
                return as_json(act(_chat(telegram, chat_id), _body(request)))

        return endpoint

    return [
        *_file_rules(telegram, people),
        *(
            Rule(f"/_sim/telegram/{path}", endpoint=anywhere(act), methods=[method])
            for method, path, act in (
                ("POST", "people", people.add_person),
                ("POST", "groups", people.add_group),
                ("GET", "chats", people.chats),
                ("POST", "updates/repeat", people.repeat_update),
                ("POST", "updates/jump", people.jump),
                ("POST", "presses/expire", people.expire_presses),
            )
        ),
        *(
            Rule(f"/_sim/telegram/chats/<int(signed=True):chat_id>/{path}", endpoint=in_chat(act), methods=[method])
            for method, path, act in (
                ("GET", "messages", people.look),
                ("POST", "text", people.write),
                ("POST", "press", people.press),
                ("POST", "contact", people.share_contact),
                ("POST", "edit", people.edit),
                ("POST", "block", people.block),
                ("POST", "unblock", people.unblock),
                ("POST", "upgrade", people.upgrade),
            )
        ),
    ]


def _file_rules(telegram: Telegram, people: People) -> list[Rule]:
    def send(request: Request, chat_id: int) -> Response:
        args = read(request)
        for part in ("photo", "document", "file"):
            upload = args.upload(part)
            if upload:
                with telegram.lock:
                    return as_json(people.send_file(_chat(telegram, chat_id), request.form.to_dict(), part, upload))
        raise BadRequest("send a file part named photo or document")

    def download(_request: Request, file_id: str) -> Response:
        with telegram.lock:
            file = telegram.files.by_id(file_id)
        if file is None:
            raise NotFound("no such file")
        response = Response(file.content, content_type=file.mime)
        response.headers.set("Content-Disposition", "inline", filename=file.name)
        return response

    return [
        Rule("/_sim/telegram/chats/<int(signed=True):chat_id>/document", endpoint=send, methods=["POST"]),
        Rule("/_sim/telegram/files/<file_id>", endpoint=download, methods=["GET"]),
    ]


def _chat(telegram: Telegram, chat_id: int) -> Chat:
    chat = telegram.chats.get(chat_id)
    if chat is None:
        raise NotFound(f"no chat {chat_id}")
    return chat


def _body(request: Request) -> Body:
    if request.method == "GET":
        return request.args.to_dict()
    body = request.get_json() if request.get_data() else {}
    if not isinstance(body, dict):
        raise BadRequest("expected a JSON object")
    return body
