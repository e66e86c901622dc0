"""Headings of a page: which section each begins, in the wordings and languages that pages have.

A heading that is not known begins a section of its own, which is listed as unread; it is never read as the
section before it.
"""

import re

from truecopy.derive.line_pattern import line_pattern
from truecopy.derive.wordlist import words

# Sections; what stands in an unread one is passed over.
REQUEST, PATH, AUTH, ANSWER = "request", "path", "auth", "answer"
QUERY, HEADER, COOKIE, ADDRESS = "query", "header", "cookie", "address"
ERROR, UNREAD = "error", "unread"

READ = frozenset({REQUEST, PATH, AUTH, ANSWER, QUERY, HEADER, COOKIE, ADDRESS, ERROR})

_REQUEST_NOUNS = "body|payload|parameters|params|arguments|fields|attributes|properties|schema|data|inputs?|options|descriptions?"
_ANSWER_NOUNS = (
    "body|payload|parameters|params|fields|attributes|properties|schema|object|data|examples?"
)
_PARTS = "parameters?|params?|arguments?|fields?|variables?|attributes?|strings?"
# In the order in which they are tried: the narrower ones first.
_PATTERNS = (
    (
        UNREAD,
        rf"(?:response|answer) headers?(?: (?:{_PARTS}))?|(?:\w+ )?(?:webhooks?|callbacks?)"
        r"(?: (?:payloads?|events?|bod(?:y|ies)|parameters|notifications?|requests?|headers?|examples?|schema|objects?|data|fields))*",
    ),
    (
        ERROR,
        r"(?:common |possible |http |api |response )*(?:errors?|status codes?|error codes?|statuses|response codes?)"
        r"(?: (?:codes?|responses?|handling|examples?|messages?|format|object|body))?",
    ),
    (
        ANSWER,
        r"(?:example |sample )?(?:responses?|returns?|returned (?:values?|objects?|fields|data|attributes|properties|parameters)|outputs?)",
    ),
    (
        ANSWER,
        rf"(?:http |success(?:ful)? |api )?(?:responses?|answers?|output|results?) (?:samples?|{_ANSWER_NOUNS})",
    ),
    (
        ANSWER,
        r"(?:responses?|answers?) body (?:fields|parameters|params|attributes|properties|schema|examples?)",
    ),
    (ANSWER, r"(?:success(?:ful)?) (?:responses?|answers?)|return values?|200 response"),
    (HEADER, rf"(?:http |request )?headers?(?: (?:{_PARTS}))?"),
    (COOKIE, rf"cookies?(?: (?:{_PARTS}))?"),
    (QUERY, rf"(?:url )?query(?:[ -]?(?:{_PARTS}))?|querystring|search (?:params|parameters)"),
    (PATH, rf"path|(?:url )?path (?:{_PARTS})|route (?:{_PARTS})"),
    (ADDRESS, rf"ur[li] (?:{_PARTS})"),
    (AUTH, r"authorizations?|authentication|security|auth"),
    (
        REQUEST,
        r"overview|introduction|(?:example|sample) requests?|request (?:examples?|samples?)|examples?",
    ),
    (
        REQUEST,
        rf"(?:http |api |json |form |multipart |post |put |patch )?(?:request )?(?:body|form|multipart|json|input)? ?(?:(?:parameters?|fields?) )?(?:{_REQUEST_NOUNS})",
    ),
    (REQUEST, r"request|body|inputs?|form ?data|payload|request body"),
    (REQUEST, rf"(?:required|optional) (?:body )?(?:{_REQUEST_NOUNS})"),
)
_ENGLISH = tuple((section, re.compile(pattern)) for section, pattern in _PATTERNS)
_OTHERS = {
    REQUEST: (
        "请求体 请求参数 请求正文 请求主体 请求体参数 请求内容 请求字段 请求 请求示例 参数 参数说明 请求参数说明 body参数 body请求参数 "
        "概述 概览 简介 输入 输入参数 示例请求 請求 請求參數 請求主體 請求內容 參數 "
        "リクエスト リクエストボディ リクエストパラメータ リクエストパラメーター パラメータ パラメーター ボディ 概要 "
        "요청 요청본문 요청매개변수 요청파라미터 매개변수 파라미터 본문 개요 "
        "anfrage anfragekörper anfragetext anfrageparameter parameter rumpf nutzdaten überblick übersicht "
        "corps corpsdelarequête paramètresducorps paramètres paramètresdelarequête aperçu vuedensemble requête "
        "cuerpo cuerpodelasolicitud cuerpodelapetición parámetros parámetrosdelcuerpo resumen solicitud "
        "corpo corpodarequisição corpodasolicitação parâmetros parâmetrosdocorpo visãogeral requisição "
        "corpodellarichiesta parametri parametridelcorpo panoramica richiesta "
        "тело телозапроса параметры параметрытела обзор запрос"
    ),
    PATH: (
        "路径参数 path参数 路由参数 路徑參數 パスパラメータ パスパラメーター 경로매개변수 경로파라미터 pfadparameter "
        "paramètresdechemin parámetrosderuta parâmetrosdecaminho parâmetrosderota parametridipercorso параметрыпути"
    ),
    QUERY: (
        "查询参数 query参数 查询字符串 查詢參數 クエリパラメータ クエリパラメーター 쿼리매개변수 쿼리파라미터 abfrageparameter queryparameter "
        "paramètresderequête parámetrosdeconsulta parâmetrosdeconsulta parametridiquery параметрызапроса"
    ),
    HEADER: (
        "请求头 请求头参数 header参数 头部参数 请求标头 标头 請求標頭 標頭 ヘッダー リクエストヘッダー ヘッダ 헤더 요청헤더 kopfzeilen "
        "anfrageheader entêtes entêtesdelarequête encabezados cabeceras cabeçalhos intestazioni заголовки"
    ),
    ANSWER: (
        "响应 返回 返回参数 返回结果 返回值 返回字段 响应参数 响应体 响应字段 响应结果 响应示例 返回示例 响应内容 输出 输出参数 回應 響應 "
        "レスポンス 応答 レスポンスボディ 응답 응답본문 antwort antworten rückgabe réponse réponses respuesta respuestas "
        "resposta respostas risposta risposte ответ ответы"
    ),
    AUTH: (
        "认证 鉴权 授权 身份验证 认证方式 認證 授權 認証 인증 authentifizierung autorisierung authentification autenticación "
        "autorización autenticação autorização autenticazione авторизация аутентификация"
    ),
    ERROR: (
        "错误码 错误代码 状态码 错误 错误响应 错误信息 錯誤碼 エラー エラーコード 오류 오류코드 fehler fehlercodes statuscodes erreurs "
        "codesderreur errores códigosdeerror erros códigosdeerro errori ошибки кодыошибок"
    ),
    COOKIE: "cookie参数",
    UNREAD: "回调 回调参数 回調 コールバック 콜백",
}
_FOREIGN = {word: section for section, words in _OTHERS.items() for word in words.split()}
# What stands around the words of a heading: marks of Markdown, a number, links to itself, a colon.
_MARKS = line_pattern(
    r"^(?:#{1,6}\s+|\*\*|__)?(?:\d{1,3}(?:\.\d{1,3}){0,3}[.)]?\s+)?"
    r"|(?<![\s#¶\U0001f517*_:\uff1a])[\s#¶\U0001f517*_:\uff1a]+$"
)
# A line that can be nothing but a heading.
_MARKDOWN = re.compile(r"#{1,6}\s+\S")
# What may be added to them: a media type, or that the body is required.
_MEDIA_TYPE = re.compile(r"\b(?:application|multipart|text|audio|image|video)/[a-z0-9.+-]+")
_ADDED = line_pattern(r"\([^()]{0,60}\)|[-–—:]?\s*\b(?:required|optional)$", re.IGNORECASE)
# In characters; a longer line is a sentence.
LONGEST = 80
# Titles of the body of a request, in the languages of pages.
_BODY = re.compile(
    r"\b(?:body|payload|form)\b|体|正文|主体|ボディ|본문|körper|rumpf|corps|cuerpo|corpo|тело",
    re.IGNORECASE,
)
# Words that end the name of a part of a request or an answer.
_PART = re.compile(
    r"(?:parameters?|params|fields|headers?|arguments|attributes|properties|payload|body|errors?|events?|options|"
    r"objects?|参数|字段|參數|パラメータ|パラメーター|매개변수|파라미터|parameter|paramètres|parámetros|parâmetros)$",
    re.IGNORECASE,
)
_SMALL = frozenset(
    words(
        "a an and at by de del der des di do du en for from in la le of on or per the to und with"
    )
)
# Groups within a section: "Advanced options" goes on with it.
_GROUP = re.compile(
    r"(?:required|optional|core|basic|common|advanced|general|main|additional|other|more|extra)"
    r"(?: (?:body|path|query|request))?(?: (?:parameters|params|options|fields|settings|arguments|attributes|properties))?"
)

# Parts that a request and an answer may have alike: a share of them, and those of answers as well.
_OF_ANY = re.compile(
    r"(required |optional )?(?:parameters|params|arguments|inputs?|options|examples?|示例|(fields|attributes|properties|schema|data|body|payload|字段|字段说明))",
    re.IGNORECASE,
)

# A heading of the name of an object, above its members.
_OBJECT = re.compile(
    r"(?:the )?([A-Za-z_][\w-]{0,60})(?: (?:object|properties|fields|members|attributes|parameters|params|array|items?|elements?|schema))?",
    re.IGNORECASE,
)


def names_body(text: str) -> bool:
    """Whether a heading speaks of the body of a request."""
    return bool(_BODY.search(text))


def is_marked(text: str) -> bool:
    """Whether a line is a heading by its mark, as in Markdown."""
    return bool(_MARKDOWN.match(text.strip()))


def media_type_in(text: str) -> str | None:
    """Return the media type that stands in a heading, None without one."""
    match = _MEDIA_TYPE.search(text)
    return match.group() if match else None


def section_of(text: str) -> str | None:
    """Return the section that a line begins when it is a known heading, else None.

    A heading begins with a capital, unless it has a mark of Markdown or its script has none.
    """
    if len(text) > LONGEST:
        return None
    words = _words(text)
    if not words or (words[0].islower() and not is_marked(text)):
        return None
    plain = " ".join(words.lower().split())
    for section, pattern in _ENGLISH:
        if pattern.fullmatch(plain):
            return section
    return _FOREIGN.get(re.sub(r"[\s'\u2019-]", "", plain))


def is_group(text: str) -> bool:
    """Whether a heading only groups fields of the section that it stands in."""
    return len(text) <= LONGEST and bool(_GROUP.fullmatch(_words(text).lower()))


def is_of_any(text: str) -> bool:
    """Whether a heading names parts that any body has: `Parameters`, `Optional fields`."""
    return len(text) <= LONGEST and bool(_OF_ANY.fullmatch(_words(text)))


def is_of_answers(text: str) -> bool:
    """Whether such a heading is as common below an answer: `Properties`, `Optional fields`."""
    match = _OF_ANY.fullmatch(_words(text)) if len(text) <= LONGEST else None
    return match is not None and bool(match.group(1) or match.group(2))


def is_example(text: str) -> bool:
    """Whether a heading says that an example follows, and not of what."""
    return len(text) <= LONGEST and _words(text).lower() in ("example", "examples", "示例")


def is_share(text: str) -> bool:
    """Whether a heading names some of the parts around it: `Optional fields`."""
    match = _OF_ANY.fullmatch(_words(text)) if len(text) <= LONGEST else None
    return match is not None and bool(match.group(1))


def object_in(text: str) -> str | None:
    """Return the name that a heading may have of an object: `### owner`, `The owner object`; None for another."""
    match = _OBJECT.fullmatch(_words(text).replace("`", "")) if len(text) <= LONGEST else None
    return match.group(1) if match else None


def level(text: str) -> int:
    """Return the level of a heading of Markdown, 0 for a line without a mark."""
    text = text.strip()
    return len(text) - len(text.lstrip("#")) if is_marked(text) else 0


def names_part(text: str) -> bool:
    """Whether a line reads like the name of a part: `Webhook Payload`, `回执参数`."""
    return len(text) <= LONGEST and bool(_PART.search(_words(text)))


def is_title_case(text: str) -> bool:
    """Whether each word that counts begins with a capital: how headings are written, and few descriptions."""
    words = [word for word in _words(text).split() if word.lower() not in _SMALL]
    return bool(words) and all(word[0].isupper() for word in words)


def _words(text: str) -> str:
    bare = _MARKS.sub("", text.strip())
    bare = _MEDIA_TYPE.sub("", _ADDED.sub("", bare))
    return bare.strip(" -–—:\uff1a·|*_")
