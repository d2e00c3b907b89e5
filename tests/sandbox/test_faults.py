import pytest
from pydantic import ValidationError

from bot.sandbox.faults import Fault, Script


def strikes(script: Script, *calls: str) -> list[str]:
    return [fault.do if (fault := script.strike(call)) else "" for call in calls]


SEND = "POST /bot1:x/sendMessage"


def test_a_fault_strikes_the_nth_call_that_fits_and_only_once() -> None:
    script = Script([Fault(match="sendmessage", nth=2, do="429")])
    assert strikes(script, SEND, "POST /2/tweets", SEND, SEND) == ["", "", "429", ""]


def test_a_fault_may_strike_every_time() -> None:
    script = Script([Fault(match="POST /2/tweets", every=True, do="500")])
    calls = ("POST /2/tweets", "DELETE /2/tweets/1", "POST /2/tweets")
    assert strikes(script, *calls) == ["500", "", "500"]


def test_faults_in_a_row_strike_one_after_the_other() -> None:
    script = Script([Fault(match="send", do="401"), Fault(match="send", do="403")])
    assert strikes(script, SEND, SEND, SEND) == ["401", "403", ""]


def test_a_script_is_read_from_json() -> None:
    script = Script()
    script.add('[{"match": "send", "do": "delay", "seconds": 0.5, "commit": true}]')
    fault = script.strike(SEND)
    assert fault is not None
    assert (fault.do, fault.seconds, fault.commit) == ("delay", 0.5, True)


@pytest.mark.parametrize(
    "text", ["", "{}", '[{"match": "x"}]', '[{"match": "x", "do": "explode"}]', '[{"do": "429"}]']
)
def test_a_script_that_cannot_be_meant_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        Script().add(text)


@pytest.mark.parametrize(
    ("fault", "commits"),
    [
        (Fault(match="", do="drop_after_commit"), True),
        (Fault(match="", do="cut_json"), True),
        (Fault(match="", do="drop_before", commit=True), False),
        (Fault(match="", do="html_502"), False),
        (Fault(match="", do="html_502", commit=True), True),
    ],
)
def test_a_fault_says_whether_the_call_takes_effect_first(fault: Fault, *, commits: bool) -> None:
    assert fault.commit == commits
