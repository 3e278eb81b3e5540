"""Every code has a kind Indonesian text; a code without text is a mistake of ours and is told loudly."""

import pickle
import string

import pytest

from selaras.kernel import errors, findings, kk, nik


def _fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def test_every_error_can_be_said() -> None:
    for code, text in errors.catalogue().items():
        wanted = _fields(text.message) | _fields(text.hint)
        assert all(name.isidentifier() for name in wanted), code
        error = errors.SelarasError(code, **dict.fromkeys(wanted, "x"))
        assert str(error) == f"{error.message} {error.hint}"
        assert "{" not in str(error)


def test_no_text_names_a_person() -> None:
    for code, text in errors.catalogue().items():
        assert not {"nik", "kk", "nama"} & _fields(text.message + text.hint), code


def test_errors_travel_between_processes() -> None:
    code, text = next((code, text) for code, text in errors.catalogue().items() if _fields(text.message))
    error = errors.SelarasError(code, **dict.fromkeys(_fields(text.message + text.hint), 7))
    again = pickle.loads(pickle.dumps(error))
    assert (again.code, again.message, again.hint, dict(again.params)) == (
        code,
        error.message,
        error.hint,
        dict(error.params),
    )


def test_mistakes_of_the_programmer() -> None:
    with pytest.raises(LookupError, match="tidak_pernah_ada"):
        errors.SelarasError("tidak_pernah_ada")
    code = next(code for code, text in errors.catalogue().items() if _fields(text.message))
    with pytest.raises(LookupError, match="parameter"):
        errors.SelarasError(code)
    with pytest.raises(LookupError, match="tidak_pernah_ada"):
        findings.kind("tidak_pernah_ada")


@pytest.mark.parametrize(
    "entry",
    [{"message": "a"}, {"message": "a", "hint": " "}, {"message": "a", "hint": "b", "more": "c"}, "a"],
)
def test_broken_error_texts_are_refused(entry: object) -> None:
    with pytest.raises(ValueError, match=r"errors\.toml"):
        errors._text("kode", entry)


@pytest.mark.parametrize(
    "entry",
    [
        {"severity": "gawat", "message": "a", "hint": "b"},
        {"severity": "info", "message": "a"},
        {"severity": "info", "message": "", "hint": "b"},
        "a",
    ],
)
def test_broken_finding_texts_are_refused(entry: object) -> None:
    with pytest.raises(ValueError, match=r"findings\.toml"):
        findings._kind("kode", entry)


def test_findings_are_sentences() -> None:
    for code, kind in findings.catalogue().items():
        assert kind.code == code
        assert kind.severity in findings.SEVERITIES
        for sentence in (kind.message, kind.hint):
            assert sentence[-1] in ".?!", code


def test_flags_of_the_kernel_are_findings() -> None:
    flags = [
        getattr(room, name)
        for room in (nik, kk)
        for name in vars(room)
        if name.isupper() and not name.startswith("_")
    ]
    assert len(flags) >= 10
    assert all(findings.kind(flag).code == flag for flag in flags)
