"""Which sentences are about the value of a field, and which say something of anything else.

A number in a sentence about durations, prices, advice, other models or what an address points to bounds no value. A
limit that holds on a condition is no limit of every request.
"""

import re
from collections.abc import Iterator

from truecopy.derive.document import Span
from truecopy.derive.documented_fields import FORMAT_WORD, DocumentedField

# The end of a sentence: a mark with white space behind it, a mark of Chinese, or a line end; `e.g. ` ends none, and no `1 .. 9` does.
_END = re.compile(
    r"(?<!e\.g)(?<!i\.e)(?<!etc)(?<! vs)(?<![Mm]ax)(?<![Mm]in)(?<!\d\.)(?<!\d \.)[.!?](?=\s|$|[\"”'])|[。！？；;]|\n"
)
_TIME = r"milliseconds?|ms|seconds?|secs?|minutes?|(?<=\d)mins?|(?<=\d[ -])mins?|hours?|days?|weeks?|months?|years?|毫秒|秒|分钟|小时|天"
# Names of fields whose values are times, so that a sentence about time is about them.
_DURATION_NAME = re.compile(
    r"duration|second|secs|timeout|ttl|interval|delay|wait|time|length|age$|expir|period|_s$|_ms$|minute|hour|days|retention|lifetime",
    re.IGNORECASE,
)
_MONEY = r"[$€£¥]\s?\d|\b(?:usd|eur|cents?|credits?|costs?|pric(?:e|es|ed|ing)|billed|billing|charged|charges?|fees?|discount)\b|价格|费用|计费|收费|积分"
# Names of fields whose values are money.
_MONEY_NAME = re.compile(r"price|cost|budget|amount|credit|fee|usd", re.IGNORECASE)
_ADVICE = (
    r"\b(?:best|better|recommend(?:ed|s|ation|ations)?|suggest(?:ed|s|ion)?|ideal(?:ly)?|optimal(?:ly)?|prefer(?:red|ably|s)?|typical(?:ly)?|"
    r"usual(?:ly)?|normally|commonly|generally|often|sweet spot|good results?|tips?|advice|advis(?:e|ed|able)|try|consider|works? well|"
    r"in most cases|rule of thumb|aim for)\b|建议|推荐|最佳|最好|更好|效果|通常|一般"
)
_OTHERS = r"\b(?:series|tiers?|plans?|subscriptions?|subscribers?|enterprise|accounts?|organi[sz]ations?|users?|customers?|workspaces?)\b|系列|套餐|用户"
_MODELS = r"\b(?:models?|versions?|v\d+(?:\.\d+)?|engines?|modes?)\b|模型|版本|模式"
# `wave-2.7 supports 1 only`: the name of a model before the verb.
_NAMED = r"\b(?=[\w./-]*\d)(?=[\w./-]*[a-z])[\w./-]{2,60} (?:supports?|takes?|allows?|accepts?|is limited)\b"
_NEARLY = (
    r"\b(?:about|around|approximately|roughly|nearly|almost|circa|approx\.?)\s+\d|大约|约\s*\d|左右"
)
_PAST = r"\b(?:previously|formerly|used to|was|were|until (?:v|version|\d)|no longer|deprecated|legacy|soon|planned|in (?:the )?future|coming)\b(?! (?:than|be))"
_UNLIMITED = r"\b(?:no|not|never|without|un)\W{0,2}(?:an? |any |explicit(?:ly)? )?(?:limit|limited|restricted|bounded|enforced|validated|checked)\b"
_OCCURS = (
    r"\b(?:takes?(?! (?:values?|integers?|numbers?|any|between|an?|\d))|took|lasts?|gives?|yields?|produces?|improves?|helps?|works?|runs?|"
    r"finish(?:es)?|expires?|looks?|leads?|tends?|behaves?|performs?|averages?|truncat\w+|clamp\w+|clipp?\w+|cut off|are cut|is cut|trimm\w+|"
    r"retr(?:y|ies|ied)|poll\w*|queued?|rounded|resized|rescaled|upscaled|downscaled|faster|slower|stored|kept|retained|deleted)\b|"
    r"\b(?:is|are|will be) (?:chosen|picked|drawn|selected|assigned|ignored|dropped|shown|displayed|adjusted|scaled|split|used)\b|"
    r"截断|超出部分|需要\s*\d|耗时|自动调整"
)
# That a time is how long something takes or is kept, and no value of a field.
_TIME_TAKEN = re.compile(
    r"\b(?:takes?|took|within|after|before|wait|valid for|expires?|poll|every|finish\w*|process\w*|rendered|generated in|ready|kept|stored)\b",
    re.IGNORECASE,
)
_CONDITION = (
    r"\b(?:if|when|unless|while|whenever|provided that|as long as|depend(?:s|ing)|except|only (?:for|in|on|when|if|with|available)|"
    r"for (?:\S+ ){0,3}(?:models?|plans?|tiers?|requests?|inputs?|users?|images?|videos?|modes?)\b|with (?:\S+ ){0,2}(?:models?|enabled|disabled))\b|"
    r"如果|仅当|除非|当.{1,20}时"
)
# Conditions that only say what holds when the field is not there.
_ABSENT = re.compile(
    r"\b(?:if|when|unless|while) (?:it (?:is )?|this (?:is )?|the (?:field|parameter|value) is )?(?:not (?:set|given|provided|specified|present|supplied)|"
    r"omitted|absent|missing|unset|left (?:out|empty|blank)|empty|blank|specified|provided|set|given|present)\b(?! to\b)",
    re.IGNORECASE,
)
# That a sentence is about what an address leads to, and not about the address.
_POINTED_AT = re.compile(
    r"\b(?:behind|at (?:the|this) (?:url|address|link)|points? to|it names|the (?:linked|referenced)|"
    r"the (?:file|video|audio|recording|document|page|clip|sound|track|song|image|picture|photo|website|transcript|text|content)s?\b)",
    re.IGNORECASE,
)
# What keeps a figure from being a limit of the field, whatever else the sentence says.
_BLOCKS = re.compile(
    "|".join((_ADVICE, _OTHERS, _NAMED, _NEARLY, _PAST, _UNLIMITED, _OCCURS)), re.IGNORECASE
)
_MONEY_WORDS, _TIME_WORDS = (
    re.compile(_MONEY, re.IGNORECASE),
    re.compile(rf"(?:\b|(?<=\d))(?:{_TIME})\b", re.IGNORECASE),
)
_MODEL_WORDS, _CONDITIONS = (
    re.compile(_MODELS, re.IGNORECASE),
    re.compile(_CONDITION, re.IGNORECASE),
)
# That a sentence is about another field, or names several things.
_OTHER_WORDS = re.compile("|".join((_OTHERS, _NAMED)), re.IGNORECASE)
# That a sentence is advice, an estimate, an event or a price: not to cite it breaks nothing.
_ASIDE = re.compile("|".join((_ADVICE, _NEARLY, _OCCURS, _MONEY)), re.IGNORECASE)
# `With turbo, 10 are allowed`, `turbo-2: 1-10`.
_WITH = re.compile(
    r"(?:^|[(,;]|\d)\s*(?:with|for|under|using|on|in)\s+(?!(?:the )?(?:\w{1,20} )?(?:range|interval)\b)[`\w][^.\n]{0,60}|^\W{0,4}(?=[\w./-]{0,40}\d)(?=[\w./-]{0,40}[a-z])[\w./-]{2,40}\s?:|对于|使用",
    re.IGNORECASE,
)
# A clause of Chinese, with the comma that ends it.
_CLAUSE = re.compile("[^\uff0c]+\uff0c?|\uff0c")
# What turns a limit round, or makes it one of a part of the value, beside the words of the limit itself.
_TURNED = re.compile(
    r"\b(?:not|never|cannot|no|neither|nor|without|except|excluding|other than|reserved|refused|rejected|forbidden|prohibited|"
    r"disallowed|invalid|illegal|unsupported|errors?|fails?|failing|denied|exempt|outside|beyond)\b|n[\u2019']t\b|"
    r"不得|不能|不可|不要|不会|不支持|拒绝|禁止|无效|保留|以外|之外",
    re.IGNORECASE,
)
# That a limit is one of a part of a text: of each line, of its first word, of its ending.
_PART = re.compile(
    r"\b(?:each|every|per|lines?|paragraphs?|first|last|of which|prefix|suffix|leading|trailing|keys?|starts?|starting|ends?|ending)\b|每",
    re.IGNORECASE,
)
# `For press-3, ...`, `in v2: ...`: what holds of a model, a version or a plan of that name. Right behind a limit, which
# has become blanks, any name will do: `(at most 4) for turbo`.
_OF_OTHERS = re.compile(
    r"\s{3}for (?!all\b|any\b|each\b|every\b|example\b|instance\b|now\b)[`\w.-]{1,40}\s*(?:$|[.,;)]|\band\b)|"
    r"^\s*(?:for|with|under|using|on)\s[^,:\n]{1,60}[,:]|\b(?:in|for|with|on|under|using|since|until)\s+(?:the\s+)?(?=[\w.-]{0,40}[a-z])[\w.-]{0,40}\d",
    re.IGNORECASE,
)
# What lies outside of a limit is made to fit, and refused by nobody: `Larger values are clamped`.
_FITTED = re.compile(
    r"\b(?:larger|higher|greater|longer|bigger|smaller|lower|shorter|excess|exceeding|outside|out[- ]of[- ]range|above|below|over|beyond|the rest)\b"
    r"[^.\n]{0,60}\b(?:clamp|clip|truncat|cut|capped|rounded|adjusted|shortened|reduced|lowered|raised|scaled|dropped|ignored)"
    r"|超出[^。\n]{0,20}(?:截断|忽略|调整)|自动(?:截断|调整)",
    re.IGNORECASE,
)
# Units behind a number that no number or count of a list is in, unless the name of the field says so.
_FOREIGN_UNIT = re.compile(
    r"\d\s{0,3}-?(characters?|chars?|bytes?|[KMG]i?B|requests?|calls?|retries|attempts?|times|words?|lines?|tokens?|pixels?|px|fps|字符|像素)\b",
    re.IGNORECASE,
)
# Units behind a number that a text has, and that are not its characters.
_OTHER_LENGTH = re.compile(
    r"\d\s{0,3}-?(?:bytes?|octets?|[KMG]i?B|words?|lines?|tokens?|sentences?|paragraphs?|字节|单词|个词|行)(?!\w)",
    re.IGNORECASE,
)
# That a limit is one of all pictures together, and that it is one of each.
_OF_ALL = re.compile(
    r"\b(?:in total|total|combined|altogether|together|overall|(?:per|whole|entire) (?:request|call|body))\b|总|合计|共计",
    re.IGNORECASE,
)
_OF_EACH = re.compile(r"^\W{0,4}(?:each|per (?!request|call)\w+|every|apiece)\b", re.IGNORECASE)
# Where something else begins behind a number and its unit: `at most 5 files, 10 MB each`.
_NEXT_AMOUNT = re.compile(r"[,;(]|\d")
# Names of fields whose values are pixels, so that a sentence about pixels is about them.
_PIXEL_NAME = re.compile(
    r"width|height|size|side|pixel|resolution|radius|margin|padding|^[xywh]$|left|top|right|bottom",
    re.IGNORECASE,
)
# What a sentence must not say without a claim: figures, formats, names, and words that make a rule.
_STRONG = re.compile(
    rf"\d|\b(?:{FORMAT_WORD})\b|\b(?:only|unless|except|at most|at least|up to|no more than|no longer than|exactly|multiples? of|divisible|"
    r"two|three|four|five|six|seven|eight|nine|ten|dozen|hundred|thousand|million|maximum|minimum|exclusive|case[- ]sensitive|"
    r"positive|negative|non-?(?:negative|zero|empty)|even number|odd|prime|sorted|distinct|letters|digits|alphanumeric|ascii|lower ?case|"
    r"upper ?case|(?:start|begin|end)s? with|etc|unique|https)\b|`[^`\n]+`|\b[a-z]+_[a-z_]+\b|仅|只能|最多|至少|除非|倍数|不超过|唯一|之间",
    re.IGNORECASE,
)
# Words that limit what may be sent or relied on, in a sentence of its own.
_LIMITING = re.compile(
    r"\b(?:must|shall|cannot|can ?not|may not|not (?:be )?(?:allowed|permitted|supported|combined|given|used|sent|exceed)|unsupported|forbidden|"
    r"prohibited|at most|at least|no more than|up to|limited to|exceeds?|maximum|minimum|only|requires?|required|mandatory|rejected|"
    r"refused|ignored|no longer)\b|必须|不能|不得|不支持|最多|至少|仅|只能|不超过",
    re.IGNORECASE,
)
# That something is about to be gone.
_ENDING = re.compile(
    r"\b(?:deprecated|discontinued|sunset(?:ted)?|shut(?:ting)? down|retired|end[- ]of[- ]life|"
    r"no longer (?:be )?(?:available|supported|accepted|returned|maintained)|(?:will be|being) (?:removed|switched off|turned off)|"
    r"(?:stops?|cease(?:s|d)?) (?:working|to work))\b|下线|弃用|废弃|停止服务",
    re.IGNORECASE,
)
_ADVISING = re.compile(_ADVICE, re.IGNORECASE)
# Words that make a rule: "must", "cannot", "is refused".
_MODAL = re.compile(
    r"\b(?:must|shall|required?|requires|cannot|can ?not|can't|may not|must not|not allowed|not permitted|forbidden|never|always|"
    r"has to|have to|needs? to|mandatory|rejected|refused|should)\b|必须|不能|不得|应|需要|禁止|不允许",
    re.IGNORECASE,
)


# In characters: enough to see how the next line begins, and that a line has several words and how it ends.
_LOOK_AHEAD = 120
_LOOK_BACK = 200


def split_sentences(text: str) -> Iterator[Span]:
    """Yield the offsets of each sentence of a piece of prose; a label and its value below stay together."""
    start = 0
    for match in _END.finditer(text):
        before = text[max(start, match.start() - 3) : match.start()].rstrip()
        is_label = match.group() == "\n" and (
            before.endswith((":", "：", ","))
            or _is_list_line(text, match.end())
            or goes_on(
                text[max(start, match.start() - _LOOK_BACK) : match.start()],
                text[match.end() : match.end() + _LOOK_AHEAD],
            )
        )
        if is_label:
            continue
        if text[start : match.end()].strip():
            yield start, match.end()
        start = match.end()
    if text[start:].strip():
        yield start, len(text)


def goes_on(line: str, after: str) -> bool:
    """Whether a line that was wrapped goes on in the next: it has no end, and the next no beginning."""
    line, after = line.rstrip(), after.strip()
    is_open = (bool(line) and line[-1] not in ".:;!?。：；！？,，") or line.endswith(",")
    return (
        is_open
        and len(line.split()) > 1
        and bool(after)
        and (after[0].islower() or after[0].isdigit())
    )


def _is_list_line(text: str, at: int) -> bool:
    """Whether the line at an offset goes on with a list of single words."""
    line = text[at : at + 120].partition("\n")[0].strip()
    return len(line.lstrip("•*+◦- ").split()) <= 1 or line.endswith(",")


def is_about_value(sentence: str, left: str, field: DocumentedField) -> bool:
    """Whether a sentence with limits is about every value of the field.

    Args:
        sentence: Without the choices that it lists, which may be any words.
        left: The sentence without the limits.
    """
    sentence, left = _without_asides(sentence, left)
    if _BLOCKS.search(sentence):
        return False
    if _TIME_WORDS.search(sentence) and not (
        _DURATION_NAME.search(field.name) and not _TIME_TAKEN.search(sentence)
    ):
        return False
    if _MONEY_WORDS.search(sentence) and not _MONEY_NAME.search(field.name):
        return False
    if _MODEL_WORDS.search(left) and not _MODEL_WORDS.search(field.name.replace("_", " ")):
        return False
    if field.is_address and not field.is_picture and _POINTED_AT.search(sentence):
        return False
    if _TURNED.search(left) or _OF_OTHERS.search(left) or (field.is_text and _PART.search(left)):
        return False
    return not _CONDITIONS.search(_ABSENT.sub("", left))


def holds_for_some(sentence: str) -> bool:
    """Whether what a sentence says holds on a condition, or for some models, plans or accounts; advice holds for none."""
    if _ASIDE.search(sentence):
        return False
    said = _ABSENT.sub("", sentence)
    return any(
        pattern.search(said)
        for pattern in (_OTHER_WORDS, _MODEL_WORDS, _CONDITIONS, _OF_OTHERS, _WITH)
    )


def _without_asides(sentence: str, left: str) -> tuple[str, str]:
    """Return both without the clauses between commas of Chinese that only say how long something takes."""
    kept, at = [], 0
    for clause in _CLAUSE.findall(sentence):
        rest = left[at : at + len(clause)]
        is_aside = rest == clause and _TIME_WORDS.search(clause) and not _CONDITIONS.search(clause)
        kept.append((" " * len(clause),) * 2 if is_aside else (clause, rest))
        at += len(clause)
    return "".join(each for each, _ in kept), "".join(each for _, each in kept)


def says_fitted(text: str) -> bool:
    """Whether a text says that values outside of the limits are made to fit: then no limit refuses them."""
    return bool(_FITTED.search(text))


def is_foreign_unit(text: str, field: DocumentedField) -> bool:
    """Whether a number with what follows it is of something else than the field's value: of time, money, requests."""
    is_time = bool(_TIME_WORDS.search(text)) and not _DURATION_NAME.search(field.name)
    return is_time or has_foreign_unit(text, "", field)


def has_foreign_unit(limit: str, behind: str, field: DocumentedField) -> bool:
    """Whether a limit of a number, or of the count of a list, is in a unit of something else.

    Args:
        limit: Its words.
        behind: What follows it in the sentence.
    """
    unit_behind = _NEXT_AMOUNT.split(behind[:24], maxsplit=1)[0]
    for match in _FOREIGN_UNIT.finditer(limit[-60:] + unit_behind):
        unit = match.group(1).lower()
        if (
            unit in ("pixel", "pixels", "px", "像素")
            and _PIXEL_NAME.search(field.name)
            and field.is_number
        ):
            continue
        if unit.rstrip("s")[:5] not in field.name.lower():
            return True
    return False


def has_other_length(limit: str, behind: str) -> bool:
    """Whether the length of a text is limited in bytes, words or tokens, which are not its characters.

    Args:
        limit: Its words.
        behind: What follows it in the sentence.
    """
    unit_behind = _NEXT_AMOUNT.split(behind[:24], maxsplit=1)[0]
    return bool(_OTHER_LENGTH.search(limit[-60:] + unit_behind))


def is_of_all(sentence: str, behind: str) -> bool:
    """Whether a limit of bytes is one of all pictures together, and none of each.

    Args:
        behind: What follows it in the sentence.
    """
    return bool(_OF_ALL.search(sentence)) and _OF_EACH.match(behind) is None


def is_limiting(sentence: str) -> bool:
    """Whether a sentence limits what may be sent or relied on, and does not only advise."""
    return bool(_LIMITING.search(sentence)) and not _ADVISING.search(sentence)


def says_end(sentence: str) -> bool:
    """Whether a sentence says that something is about to be gone."""
    return bool(_ENDING.search(sentence))


def is_telling(left: str, *, is_cited: bool) -> bool:
    """Whether what no claim accounts for in a sentence may make a rule.

    Args:
        left: What of the sentence lies outside every cited span.
        is_cited: A claim cites the rest: it accounts for "must be" before a limit.
    """
    return bool(_STRONG.search(left)) or (not is_cited and bool(_MODAL.search(left)))
