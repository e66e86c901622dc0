"""The rules of drift: every way in which a claim can change, how grave it is, and what it says.

Requests and answers vary in opposite ways: a request that accepts less breaks who sends it, an answer that
promises less breaks who reads it.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from truecopy.model.findings import Severity

Row = tuple[str, Severity, str]

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO


class Effect(StrEnum):
    """What a change does to the values that a contract allows at one place."""

    NARROWS = "narrows"
    WIDENS = "widens"
    REPLACES = "replaces"  # some go, others come


_REQUEST = {Effect.NARROWS: _E, Effect.WIDENS: _I, Effect.REPLACES: _E}
_ANSWER = {Effect.NARROWS: _I, Effect.WIDENS: _E, Effect.REPLACES: _E}

# Verbs of a limit upwards, of one downwards, of a choice, of a range, of what is there or not: what each does.
_UPPER = {
    "lowered": Effect.NARROWS,
    "raised": Effect.WIDENS,
    "added": Effect.NARROWS,
    "dropped": Effect.WIDENS,
}
_LOWER = {
    "lowered": Effect.WIDENS,
    "raised": Effect.NARROWS,
    "added": Effect.NARROWS,
    "dropped": Effect.WIDENS,
}
_RANGE = {
    "narrowed": Effect.NARROWS,
    "widened": Effect.WIDENS,
    "changed": Effect.REPLACES,
    "added": Effect.NARROWS,
    "dropped": Effect.WIDENS,
}
_CHOICE = {
    "shrunk": Effect.NARROWS,
    "grown": Effect.WIDENS,
    "changed": Effect.REPLACES,
    "added": Effect.NARROWS,
    "dropped": Effect.WIDENS,
}
_EXACT = {"changed": Effect.REPLACES, "added": Effect.NARROWS, "dropped": Effect.WIDENS}

# Thing -> how it is called in a sentence, and its verbs.
_THINGS: Mapping[str, tuple[str, Mapping[str, Effect]]] = {
    "maximum": ("The largest value", _UPPER),
    "minimum": ("The smallest value", _LOWER),
    "max-length": ("The greatest length", _UPPER),
    "min-length": ("The least length", _LOWER),
    "max-items": ("The greatest number of entries", _UPPER),
    "min-items": ("The least number of entries", _LOWER),
    "min-properties": ("The least number of members", _LOWER),
    "type": ("The type", _RANGE),
    "enum": ("The choice of values", _CHOICE),
    "image-formats": ("The choice of picture formats", _CHOICE),
    "image-sources": ("The choice of ways to hand over a picture", _CHOICE),
    "image-side": ("The range of a picture's sides", _RANGE),
    "image-bytes": ("The limit of a picture's bytes", _RANGE),
    "size-side": ("The range of the sides of a size", _RANGE),
    "size-pixels": ("The range of the pixel count of a size", _RANGE),
    "size-empty": ("The leave to send an empty size", {}),
    "pattern": ("The pattern", _EXACT),
    "format": ("The format", _EXACT),
    "constraint": ("Another constraint", _EXACT),
}
_PARTICIPLES = {"shrunk": "smaller", "grown": "larger"}


def _variance() -> Iterator[Row]:
    for side, levels in (("request", _REQUEST), ("answer", _ANSWER)):
        for thing, (noun, verbs) in _THINGS.items():
            for verb, effect in verbs.items():
                # Clients switch over the values of an answer, and most have a branch for others.
                is_new_value = (side, thing, verb) == ("answer", "enum", "grown")
                severity = _W if is_new_value else levels[effect]
                text = f"{noun} of {_A_FIELD[side]} is {_PARTICIPLES.get(verb, verb)}."
                yield f"{side}-{thing}-{verb}", severity, text


_A_FIELD = {"request": "what is sent", "answer": "what is answered"}

_SINGLE: tuple[Row, ...] = (
    ("request-size-empty-allowed", _I, "A size may be sent empty."),
    ("request-size-empty-refused", _E, "A size may not be sent empty any more."),
    ("answer-size-empty-allowed", _E, "A size may be answered empty."),
    ("answer-size-empty-refused", _I, "A size is not answered empty any more."),
    ("request-field-added", _I, "A field may be sent that was not documented."),
    ("request-field-removed", _W, "A field is not documented any more, and may have no effect."),
    ("request-field-required", _E, "A field must be sent that could be left out."),
    ("request-field-optional", _I, "A field may be left out that had to be sent."),
    ("request-field-renamed", _E, "A field is sent under another name."),
    ("request-fields-moved", _E, "Fields are sent in another place."),
    ("request-field-deprecated", _W, "A field that may be sent is called deprecated."),
    ("request-field-restored", _I, "A field that may be sent is not called deprecated any more."),
    ("request-default-added", _I, "What a field that is left out stands for is stated."),
    ("request-default-changed", _W, "A field that is left out stands for another value."),
    ("request-default-dropped", _W, "What a field that is left out stands for is not stated."),
    ("request-note-changed", _I, "A description or an example of what is sent has changed."),
    ("request-body-added", _E, "A request has a body that had none."),
    ("request-body-removed", _W, "A request has no body any more, and one may have no effect."),
    ("answer-body-added", _I, "What the body of an answer is like is stated."),
    ("answer-body-removed", _E, "What the body of an answer is like is not stated any more."),
    ("answer-field-added", _I, "An answer has a field that was not documented."),
    ("answer-field-removed", _E, "A field of an answer is not documented any more."),
    ("answer-field-required", _I, "A field is in every answer that could be absent."),
    ("answer-field-optional", _E, "A field may be absent that was in every answer."),
    ("answer-field-renamed", _E, "A field is answered under another name."),
    ("answer-fields-moved", _E, "Fields are answered in another place."),
    ("answer-field-deprecated", _W, "A field of an answer is called deprecated."),
    ("answer-field-restored", _I, "A field of an answer is not called deprecated any more."),
    ("answer-note-changed", _I, "A description or an example of what is answered has changed."),
    ("answer-promise-added", _I, "Answers promise more to their request."),
    ("answer-promise-dropped", _E, "Answers do not promise any more what they did."),
    ("answer-promise-changed", _E, "Answers promise something else to their request."),
    ("answer-lifetime-added", _I, "How long something answered can be fetched is stated."),
    ("answer-lifetime-dropped", _E, "How long something answered can be fetched is not stated."),
    ("answer-lifetime-shortened", _E, "What is answered can be fetched for a shorter time."),
    ("answer-lifetime-extended", _I, "What is answered can be fetched for a longer time."),
    ("answer-success-added", _W, "An operation has a further status of success."),
    ("answer-success-removed", _E, "An operation does not have a status of success any more."),
    ("answer-success-changed", _E, "An operation has another status of success."),
    ("answer-status-added", _W, "An operation may refuse or fail with a further status."),
    ("answer-status-removed", _I, "A status of refusal or failure is not documented any more."),
    ("answer-media-type-added", _I, "The media type of an answer is stated."),
    ("answer-media-type-changed", _E, "An answer has another media type."),
    ("answer-media-type-dropped", _E, "The media type of an answer is not stated any more."),
    ("operation-added", _I, "There is a further operation."),
    ("operation-removed", _E, "An operation is not documented any more."),
    ("operation-renamed", _I, "An operation has another id, and is the same."),
    ("operation-method-changed", _E, "An operation has another method."),
    ("operation-path-changed", _E, "An operation has another path."),
    ("operation-alias-added", _I, "An operation has a further path."),
    ("operation-alias-removed", _E, "A further path of an operation is gone."),
    ("operation-media-type-changed", _E, "A request has another media type."),
    ("operation-auth-added", _E, "An operation asks for a key, and did not."),
    ("operation-auth-changed", _E, "An operation asks for its key in another way."),
    ("operation-auth-dropped", _I, "An operation does not ask for a key any more."),
    ("operation-key-form-added", _E, "Keys must have a form that was not asked for."),
    ("operation-key-form-changed", _E, "Keys must have another form."),
    ("operation-key-form-dropped", _I, "Keys need no form any more."),
    ("operation-price-added", _I, "A price is stated that was not."),
    ("operation-price-raised", _W, "An operation costs more."),
    ("operation-price-lowered", _I, "An operation costs less."),
    ("operation-price-changed", _W, "A price is counted in another way."),
    ("operation-price-dropped", _W, "A price is not stated any more."),
    ("operation-advice-changed", _I, "An advice has changed, such as how often to ask."),
    ("operation-note-changed", _I, "A description or an example of an operation has changed."),
    ("vendor-base-url-changed", _E, "All operations are at another address."),
    (
        "vendor-status-changed",
        _I,
        "The list of statuses that holds for all operations has changed.",
    ),
    ("lifecycle-added", _I, "An operation makes tasks that are looked up."),
    ("lifecycle-removed", _E, "There are no tasks any more."),
    ("lifecycle-initial-changed", _E, "A new task is in another state."),
    ("lifecycle-state-added", _W, "A task may be in a further state."),
    ("lifecycle-state-removed", _I, "A task is not in a certain state any more."),
    ("lifecycle-state-renamed", _E, "A state of tasks has another name."),
    ("lifecycle-end-added", _W, "A task may end in a further state."),
    ("lifecycle-end-removed", _E, "A task does not end any more in a state in which it did."),
    ("lifecycle-transition-added", _W, "A state may follow another that it could not follow."),
    ("lifecycle-transition-removed", _I, "A state does not follow another any more."),
    ("lifecycle-shown-more", _I, "A state shows what it did not."),
    ("lifecycle-shown-less", _E, "A state does not show what it always showed."),
    ("lifecycle-operation-changed", _E, "Tasks are made or looked up by another operation."),
    ("lifecycle-place-added", _I, "It is stated where a time of a task stands."),
    ("lifecycle-place-dropped", _E, "It is not stated any more where a time of a task stands."),
    ("lifecycle-place-changed", _E, "Id, state or times of a task stand elsewhere in answers."),
)

_OF_TEXT: tuple[Row, ...] = (
    (
        "document-claim-contradicted",
        _W,
        "The pages say two things of a claim, and no decision settles it.",
    ),
    (
        "document-sentence-unread",
        _W,
        "A sentence that nobody understands stands in place of one that counted.",
    ),
    ("document-sentence-new", _I, "A sentence is new, and no claim cites it."),
    (
        "document-limit-new",
        _W,
        "A sentence that nobody understands is new, and limits a documented field or says that something ends.",
    ),
    (
        "decision-sentence-reworded",
        _W,
        "A text that a decision saw reads otherwise now, or is gone.",
    ),
)

CHANGE_RULES: tuple[Row, ...] = (*_variance(), *_SINGLE, *_OF_TEXT)
