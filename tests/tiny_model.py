"""A language model that knows nothing: a small llama with random weights, as a GGUF file.

It is made in a moment and weighs half a megabyte, so that a genuine server can be run where no model can be had.
"""

from __future__ import annotations

import array
import random
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_LAYERS, _WIDTH, _INNER, _HEADS = 2, 64, 128, 4
_ALIGNMENT = 32
_UINT32, _FLOAT32, _INT32, _BOOL, _STRING, _ARRAY = 4, 6, 5, 7, 8, 9
_NORMAL, _UNKNOWN, _CONTROL = 1, 2, 3
# Only ASCII, so that whatever the model says is text. The tokenizer writes a space as U+2581.
_CONTROLS = 3
_TOKENS = ["<unk>", "<s>", "</s>", "\u2581", "\n", "\t", *map(chr, range(33, 127))]


def write_model(path: Path, context: int = 2048) -> None:
    """Write a model.

    Args:
        path: the file.
        context: the tokens that its context holds.
    """
    kinds = [_UNKNOWN, _CONTROL, _CONTROL] + [_NORMAL] * (len(_TOKENS) - _CONTROLS)
    about = {
        "general.architecture": _text("llama"),
        "general.name": _text("tiny"),
        "llama.context_length": _number(context),
        "llama.embedding_length": _number(_WIDTH),
        "llama.block_count": _number(_LAYERS),
        "llama.feed_forward_length": _number(_INNER),
        "llama.attention.head_count": _number(_HEADS),
        "llama.attention.head_count_kv": _number(_HEADS),
        "llama.attention.layer_norm_rms_epsilon": struct.pack("<If", _FLOAT32, 1e-5),
        "llama.rope.dimension_count": _number(_WIDTH // _HEADS),
        "llama.vocab_size": _number(len(_TOKENS)),
        "tokenizer.ggml.model": _text("llama"),
        "tokenizer.ggml.tokens": _list(_STRING, [_bare(token) for token in _TOKENS]),
        "tokenizer.ggml.scores": _list(_FLOAT32, [struct.pack("<f", -index) for index in range(len(_TOKENS))]),
        "tokenizer.ggml.token_type": _list(_INT32, [struct.pack("<i", kind) for kind in kinds]),
        "tokenizer.ggml.unknown_token_id": _number(0),
        "tokenizer.ggml.bos_token_id": _number(1),
        "tokenizer.ggml.eos_token_id": _number(2),
        "tokenizer.ggml.add_bos_token": struct.pack("<I?", _BOOL, True),
    }
    tensors = _tensors()
    head = struct.pack("<4sIQQ", b"GGUF", 3, len(tensors), len(about))
    head += b"".join(_bare(key) + value for key, value in about.items())
    data = b""
    for name, shape in tensors.items():
        head += _bare(name) + struct.pack(f"<I{len(shape)}QIQ", len(shape), *shape, 0, len(data))
        data += _padded(_weights(name, shape))
    path.write_bytes(_padded(head) + data)


def _tensors() -> dict[str, tuple[int, ...]]:
    square, wide, narrow = (_WIDTH, _WIDTH), (_WIDTH, _INNER), (_INNER, _WIDTH)
    layer = {
        "attn_norm": (_WIDTH,),
        "attn_q": square,
        "attn_k": square,
        "attn_v": square,
        "attn_output": square,
        "ffn_norm": (_WIDTH,),
        "ffn_gate": wide,
        "ffn_up": wide,
        "ffn_down": narrow,
    }
    return {
        "token_embd.weight": (_WIDTH, len(_TOKENS)),
        "output_norm.weight": (_WIDTH,),
        "output.weight": (_WIDTH, len(_TOKENS)),
        **{f"blk.{number}.{name}.weight": shape for number in range(_LAYERS) for name, shape in layer.items()},
    }


def _weights(name: str, shape: tuple[int, ...]) -> bytes:
    if len(shape) == 1:
        return array.array("f", [1.0] * shape[0]).tobytes()
    chance = random.Random(name)
    weights = [chance.gauss(0.0, 0.3) for _ in range(shape[0] * shape[1])]
    if name == "output.weight":
        # Of its own accord it never ends: no control token is ever the likeliest.
        weights[: _CONTROLS * _WIDTH] = [0.0] * (_CONTROLS * _WIDTH)
    return array.array("f", weights).tobytes()


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % _ALIGNMENT)


def _bare(text: str) -> bytes:
    data = text.encode()
    return struct.pack("<Q", len(data)) + data


def _text(text: str) -> bytes:
    return struct.pack("<I", _STRING) + _bare(text)


def _number(value: int) -> bytes:
    return struct.pack("<II", _UINT32, value)


def _list(kind: int, items: list[bytes]) -> bytes:
    return struct.pack("<IIQ", _ARRAY, kind, len(items)) + b"".join(items)
