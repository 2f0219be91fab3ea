#!/usr/bin/python3
"""An independent decoder for tests: Llama, Qwen2 and Qwen3 in plain torch, slowly, in float64.

It follows the public descriptions of these architectures (RMSNorm https://arxiv.org/abs/1910.07467, rotary positions
https://arxiv.org/abs/2104.09864, grouped-query attention https://arxiv.org/abs/2305.13245, SwiGLU https://arxiv.org/abs/2002.05202,
Llama 3.1's positions https://arxiv.org/abs/2407.21783, Qwen3's norms https://arxiv.org/abs/2505.09388) and shares nothing with the
Java code that it checks. It needs Debian's python3-torch and nothing else.

  reference_decoder.py golden DIR                 writes small random policies, tokens and their logits
  reference_decoder.py logits POLICY TOKENS OUT   reads a policy folder and a JSON list of rows; writes little-endian float32 [rows, columns, V]
"""
import json
import math
import os
import struct
import sys

import torch

WIDTH = {"F32": 4, "F16": 2, "BF16": 2}
CLASSES = {"llama": "LlamaForCausalLM", "qwen2": "Qwen2ForCausalLM", "qwen3": "Qwen3ForCausalLM"}


# Files

def pack(values, kind):
    if kind == "F32":
        return struct.pack("<%df" % len(values), *values)
    if kind == "F16":
        return struct.pack("<%de" % len(values), *values)
    return b"".join(struct.pack("<f", v)[2:] for v in values)  # values are rounded already


def unpack(data, kind):
    if kind == "F32":
        return struct.unpack("<%df" % (len(data) // 4), data)
    if kind == "F16":
        return struct.unpack("<%de" % (len(data) // 2), data)
    return [struct.unpack("<f", b"\0\0" + data[i:i + 2])[0] for i in range(0, len(data), 2)]


def write_safetensors(path, tensors, kind):
    header, at, body = {}, 0, []
    for name in sorted(tensors):
        data = pack(tensors[name].flatten().tolist(), kind)
        header[name] = {"dtype": kind, "shape": list(tensors[name].shape), "data_offsets": [at, at + len(data)]}
        at += len(data)
        body.append(data)
    head = json.dumps(header).encode()
    with open(path, "wb") as out:
        out.write(struct.pack("<Q", len(head)) + head + b"".join(body))


def read_safetensors(path):
    with open(path, "rb") as file:
        data = file.read()
    length = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8:8 + length])
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            values = unpack(data[8 + length + begin:8 + length + end], entry["dtype"])
            tensors[name] = torch.tensor(values, dtype=torch.float64).reshape(entry["shape"])
    return tensors


def read_policy(folder):
    with open(os.path.join(folder, "config.json")) as file:
        config = json.load(file)
    index = os.path.join(folder, "model.safetensors.index.json")
    if not os.path.exists(index):
        return config, read_safetensors(os.path.join(folder, "model.safetensors"))
    with open(index) as file:
        places = json.load(file)["weight_map"]
    tensors = {}
    for shard in sorted(set(places.values())):
        tensors.update(read_safetensors(os.path.join(folder, shard)))
    assert sorted(tensors) == sorted(places), "the index and the shards differ"
    return config, tensors


# The decoder

def frequencies(config, width):
    rope = config.get("rope_parameters") or config.get("rope_scaling") or {}
    theta = rope.get("rope_theta") or config.get("rope_theta") or 10000.0
    kind = rope.get("rope_type") or rope.get("type") or "default"
    plain = [1.0 / theta ** (2.0 * i / width) for i in range(width // 2)]
    if kind == "default":
        return plain
    if kind == "linear":
        return [f / rope["factor"] for f in plain]
    assert kind == "llama3", kind
    context = rope["original_max_position_embeddings"]
    longest, shortest = context / rope["low_freq_factor"], context / rope["high_freq_factor"]
    result = []
    for f in plain:
        wave = 2 * math.pi / f
        if wave > longest:
            result.append(f / rope["factor"])
        elif wave < shortest:
            result.append(f)
        else:
            smooth = (context / wave - rope["low_freq_factor"]) / (rope["high_freq_factor"] - rope["low_freq_factor"])
            result.append((1 - smooth) * f / rope["factor"] + smooth * f)
    return result


def rms_norm(x, weight, eps):
    return weight * x / torch.sqrt((x ** 2).mean(dim=-1, keepdim=True) + eps)


def turn(head, freqs):
    """Rotates one head, [T, d]: the pair (i, i + d/2) at position p by the angle p * freqs[i]."""
    half = head.shape[1] // 2
    out = torch.empty_like(head)
    for p in range(head.shape[0]):
        for i in range(half):
            c, s = math.cos(p * freqs[i]), math.sin(p * freqs[i])
            a, b = head[p, i], head[p, i + half]
            out[p, i], out[p, i + half] = a * c - b * s, b * c + a * s
    return out


def attention(x, w, prefix, config):
    family, heads = config["model_type"], config["num_attention_heads"]
    kv_heads = config.get("num_key_value_heads", heads)
    d = config.get("head_dim", config["hidden_size"] // heads)
    freqs = frequencies(config, d)
    in_bias = family == "qwen2" or config.get("attention_bias", False)
    out_bias = family != "qwen2" and config.get("attention_bias", False)

    def project(y, name, bias):
        y = y @ w[prefix + name + ".weight"].T
        return y + w[prefix + name + ".bias"] if bias else y

    q, k, v = (project(x, n + "_proj", in_bias) for n in "qkv")
    mixed = []
    for h in range(heads):
        g = h // (heads // kv_heads)
        qh, kh, vh = q[:, h * d:(h + 1) * d], k[:, g * d:(g + 1) * d], v[:, g * d:(g + 1) * d]
        if family == "qwen3":
            qh = rms_norm(qh, w[prefix + "q_norm.weight"], config["rms_norm_eps"])
            kh = rms_norm(kh, w[prefix + "k_norm.weight"], config["rms_norm_eps"])
        qh, kh = turn(qh, freqs), turn(kh, freqs)
        rows = []
        for t in range(x.shape[0]):
            scores = (kh[:t + 1] @ qh[t]) / math.sqrt(d)
            rows.append(torch.softmax(scores, dim=0) @ vh[:t + 1])
        mixed.append(torch.stack(rows))
    return project(torch.cat(mixed, dim=1), "o_proj", out_bias)


def feed_forward(x, w, prefix):
    gate = x @ w[prefix + "gate_proj.weight"].T
    return (gate / (1 + torch.exp(-gate)) * (x @ w[prefix + "up_proj.weight"].T)) @ w[prefix + "down_proj.weight"].T


def logits(config, w, tokens):
    """float64 [T, V] of one row of token ids."""
    eps = config["rms_norm_eps"]
    x = w["model.embed_tokens.weight"][torch.tensor(tokens)]
    for i in range(config["num_hidden_layers"]):
        layer = "model.layers.%d." % i
        x = x + attention(rms_norm(x, w[layer + "input_layernorm.weight"], eps), w, layer + "self_attn.", config)
        x = x + feed_forward(rms_norm(x, w[layer + "post_attention_layernorm.weight"], eps), w, layer + "mlp.")
    x = rms_norm(x, w["model.norm.weight"], eps)
    tied = config.get("tie_word_embeddings", False)
    return x @ w["model.embed_tokens.weight" if tied else "lm_head.weight"].T


# Golden files

def policy(family, hidden, heads, vocabulary, intermediate, eps, **more):
    config = {"architectures": [CLASSES[family]], "model_type": family, "vocab_size": vocabulary, "hidden_size": hidden,
              "num_hidden_layers": 2, "num_attention_heads": heads, "intermediate_size": intermediate,
              "max_position_embeddings": 64, "rms_norm_eps": eps, "hidden_act": "silu",
              "bos_token_id": 0, "eos_token_id": 1, "torch_dtype": "float32"}
    config.update(more)
    return config


LLAMA3 = {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
          "original_max_position_embeddings": 16}

POLICIES = {
    "qwen2-tied": policy("qwen2", 16, 4, 37, 29, 1e-6, num_key_value_heads=4, rope_theta=1e4, tie_word_embeddings=True),
    "qwen2-gqa2": policy("qwen2", 16, 4, 101, 37, 1e-5, num_key_value_heads=2, rope_theta=1e6, tie_word_embeddings=False),
    "qwen2-mqa": policy("qwen2", 24, 4, 37, 31, 1e-6, num_key_value_heads=1, rope_theta=5e5, tie_word_embeddings=True,
                        sliding_window=32, use_sliding_window=False),
    "qwen3-gqa2-tied": policy("qwen3", 16, 4, 61, 37, 1e-5, num_key_value_heads=2, head_dim=8, rope_theta=1e6,
                              attention_bias=False, tie_word_embeddings=True),
    "qwen3-gqa4": policy("qwen3", 20, 8, 37, 23, 1e-5, num_key_value_heads=2, head_dim=6, rope_theta=1e4),
    "qwen3-bias": policy("qwen3", 12, 2, 37, 25, 1e-6, num_key_value_heads=1, head_dim=10, attention_bias=True,
                         rope_parameters={"rope_type": "default", "rope_theta": 5e5}),
    "llama-plain": policy("llama", 16, 2, 37, 101, 1e-5),
    "llama-odd-tied": policy("llama", 15, 4, 101, 37, 1e-6, num_key_value_heads=2, head_dim=10, rope_theta=1e4,
                             tie_word_embeddings=True),
    "llama-scaled": policy("llama", 32, 8, 37, 41, 1e-5, num_key_value_heads=2, head_dim=8, rope_theta=5e5, rope_scaling=LLAMA3),
    "llama-linear": policy("llama", 16, 4, 37, 19, 1e-5, num_key_value_heads=2, rope_theta=1e4, torch_dtype="float16",
                           rope_scaling={"type": "linear", "factor": 4.0}),
    "llama-bias": policy("llama", 16, 4, 37, 27, 1e-5, num_key_value_heads=1, rope_theta=1e6, attention_bias=True,
                         torch_dtype="bfloat16", eos_token_id=[1, 2]),
}
KINDS = {"float32": "F32", "float16": "F16", "bfloat16": "BF16"}


def random_weights(config, seed):
    random = torch.Generator().manual_seed(seed)
    h, family = config["hidden_size"], config["model_type"]
    heads = config["num_attention_heads"]
    d = config.get("head_dim", h // heads)
    q, kv = heads * d, config.get("num_key_value_heads", heads) * d
    shapes = {"model.embed_tokens.weight": [config["vocab_size"], h], "model.norm.weight": [h]}
    if not config.get("tie_word_embeddings", False):
        shapes["lm_head.weight"] = [config["vocab_size"], h]
    for i in range(config["num_hidden_layers"]):
        p = "model.layers.%d." % i
        shapes.update({p + "input_layernorm.weight": [h], p + "post_attention_layernorm.weight": [h]})
        inputs = {"q_proj": [q, h], "k_proj": [kv, h], "v_proj": [kv, h], "o_proj": [h, q]}
        for name, shape in inputs.items():
            shapes[p + "self_attn." + name + ".weight"] = shape
            if config.get("attention_bias") and family != "qwen2" or family == "qwen2" and name != "o_proj":
                shapes[p + "self_attn." + name + ".bias"] = shape[:1]
        if family == "qwen3":
            shapes.update({p + "self_attn.q_norm.weight": [d], p + "self_attn.k_norm.weight": [d]})
        size = config["intermediate_size"]
        shapes.update({p + "mlp.gate_proj.weight": [size, h], p + "mlp.up_proj.weight": [size, h], p + "mlp.down_proj.weight": [h, size]})
    weights = {}
    for name in sorted(shapes):
        draw = torch.randn(shapes[name], generator=random, dtype=torch.float64)
        if name.endswith("norm.weight"):
            draw = 1 + 0.4 * draw
        elif name.endswith(".bias"):
            draw = 0.5 * draw
        elif name == "model.embed_tokens.weight":
            draw = 0.1 * draw  # small, so that a wrong epsilon is seen
        else:
            draw = 1.5 * draw / math.sqrt(shapes[name][1])
        # What is stored is what the logits are made of.
        weights[name] = draw.to(getattr(torch, config["torch_dtype"])).to(torch.float64)
    return weights


def write_logits(path, rows):
    with open(path, "wb") as out:
        for row in rows:
            out.write(pack(row.flatten().tolist(), "F32"))


def tokenizer(count):
    words = {"<s>": 0, "</s>": 1, "<unk>": 2}
    words.update({"w%d" % i: i for i in range(3, count)})
    special = [{"id": i, "content": t, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
               for t, i in words.items() if i < 3]
    return {"version": "1.0", "truncation": None, "padding": None, "added_tokens": special, "normalizer": None,
            "pre_tokenizer": {"type": "WhitespaceSplit"}, "post_processor": None, "decoder": None,
            "model": {"type": "WordLevel", "vocab": words, "unk_token": "<unk>"}}


def golden(folder):
    for seed, (name, config) in enumerate(POLICIES.items()):
        to = os.path.join(folder, name)
        os.makedirs(to, exist_ok=True)
        weights = random_weights(config, seed)
        random = torch.Generator().manual_seed(100 + seed)
        rows = torch.randint(config["vocab_size"], [2, 20], generator=random).tolist()
        for file, content in {"config.json": config, "tokenizer.json": tokenizer(12), "tokens.json": rows}.items():
            with open(os.path.join(to, file), "w") as out:
                json.dump(content, out, indent=None if file == "tokens.json" else 1)
                out.write("\n")
        write_safetensors(os.path.join(to, "model.safetensors"), weights, KINDS[config["torch_dtype"]])
        write_logits(os.path.join(to, "logits.f32"), [logits(config, weights, row) for row in rows])


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] == "golden":
        golden(sys.argv[2])
    elif len(sys.argv) == 5 and sys.argv[1] == "logits":
        config, weights = read_policy(sys.argv[2])
        with open(sys.argv[3]) as file:
            write_logits(sys.argv[4], [logits(config, weights, row) for row in json.load(file)])
    else:
        sys.exit(__doc__)
