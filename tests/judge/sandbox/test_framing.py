import json
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.judge.sandbox.framing import LONGEST, Frame, Frames, Garbled, encoded

FRAMES = st.lists(
    st.dictionaries(st.text(max_size=9), st.integers() | st.text(max_size=99), max_size=5),
    max_size=5,
)


@given(frames=FRAMES, data=st.data())
def test_frames_arrive_whole_however_they_are_cut(frames: list[Frame], data: st.DataObject) -> None:
    sent = b"".join(encoded(frame) for frame in frames)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(sent)), max_size=6)))
    reader, got = Frames(), []
    for start, end in zip([0, *cuts], [*cuts, len(sent)], strict=True):
        got += list(reader.feed(sent[start:end]))
    assert got == frames


@given(noise=st.binary(min_size=1, max_size=200))
def test_noise_is_refused_or_waited_for(noise: bytes) -> None:
    try:
        assert all(isinstance(frame, dict) for frame in Frames().feed(noise))
    except Garbled:
        return


def test_a_length_that_no_frame_has_is_refused_before_it_arrives() -> None:
    with pytest.raises(Garbled):
        list(Frames().feed(struct.pack(">I", LONGEST + 1)))


@pytest.mark.parametrize("text", ["[1]", "null", "{", "[" * 5000, "\ud800"])
def test_what_is_no_object_is_refused(text: str) -> None:
    data = text.encode(errors="surrogatepass")
    with pytest.raises(Garbled):
        list(Frames().feed(struct.pack(">I", len(data)) + data))


def test_an_answer_of_many_frames_comes_in_order() -> None:
    sent = b"".join(encoded({"id": number}) for number in range(50))
    assert [frame["id"] for frame in Frames().feed(sent)] == list(range(50))
    assert json.loads(sent[4:].split(b"\x00")[0]) == {"id": 0}
