"""Makes the sounds that everybody has: `uv run --group sounds python -m domain.soundboard.sounds.make`.

The server never runs this: the files are part of it, and the encoder is not. Each sound is a function from the
moment, in seconds, to the swing of the air, between -1 and 1.
"""

import math
import random
from array import array
from collections.abc import Callable
from pathlib import Path

_RATE = 24_000
_KBPS = 40
_FADE_S = 0.02

Wave = Callable[[float], float]


def _tone(hertz: float, t: float) -> float:
    return math.sin(math.tau * hertz * t)


def _brass(hertz: float, t: float) -> float:
    return sum(_tone(hertz * n, t) / n for n in range(1, 7)) / 2


def _ding(t: float) -> float:
    return sum(_tone(880 * ratio, t) * math.exp(-t * fall) for ratio, fall in ((1, 3), (2.76, 6), (5.4, 11))) / 3


def _fanfare(t: float) -> float:
    notes = ((0.0, 392), (0.16, 392), (0.32, 392), (0.48, 523), (0.8, 466), (0.96, 523))
    begun, hertz = [note for note in notes if note[0] <= t][-1]
    return _brass(hertz, t) * math.exp(-(t - begun) * 3)


def _drum_roll(t: float) -> float:
    noise = random.Random(int(t * _RATE)).uniform(-1, 1)  # noqa: S311 - noise that is the same each time
    if t > 1.0:
        return (noise * 0.6 + _tone(90, t) * 0.4) * math.exp(-(t - 1.0) * 12)
    return noise * 0.5 * math.exp(-(t * 25 % 1) * 2) * (0.3 + 0.7 * t)


def _sad_trombone(t: float) -> float:
    steps = (311, 294, 277, 262)
    step = min(3, int(t / 0.3))
    wobble = 1 + 0.02 * _tone(6, t) if step == 3 else 1
    return _brass(steps[step] * wobble, t) * (math.exp(-max(0.0, t - 0.9) * 2) if step == 3 else 0.9)


def _boing(t: float) -> float:
    return _tone(180 + 120 * _tone(9, t) * math.exp(-t * 3), t) * math.exp(-t * 3)


def _laser(t: float) -> float:
    return math.sin(math.tau * 1800 * (1 - math.exp(-t * 7)) / 7) * math.exp(-t * 4)


_SOUNDS: dict[str, tuple[Wave, float]] = {
    "ding": (_ding, 1.4),
    "fanfare": (_fanfare, 1.5),
    "drum_roll": (_drum_roll, 1.4),
    "sad_trombone": (_sad_trombone, 1.7),
    "boing": (_boing, 1.0),
    "laser": (_laser, 0.7),
}


def _encoded(wave: Wave, seconds: float) -> bytes:
    samples = array("h")
    for number in range(int(seconds * _RATE)):
        t = number / _RATE
        fade = min(1.0, t / 0.005, (seconds - t) / _FADE_S)
        samples.append(round(max(-1.0, min(1.0, wave(t) * 0.8)) * fade * 32_000))
    # Not at the top, for whoever goes through all modules of the server, where it is not installed.
    import lameenc  # pyright: ignore[reportMissingModuleSource]

    encoder = lameenc.Encoder()
    encoder.set_bit_rate(_KBPS)
    encoder.set_in_sample_rate(_RATE)
    encoder.set_out_sample_rate(_RATE)
    encoder.set_channels(1)
    encoder.set_quality(2)
    encoder.silence()
    return bytes(encoder.encode(samples.tobytes()) + encoder.flush())


def main() -> None:
    for name, (wave, seconds) in _SOUNDS.items():
        Path(__file__).with_name(f"{name}.mp3").write_bytes(_encoded(wave, seconds))


if __name__ == "__main__":
    main()
