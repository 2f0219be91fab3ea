"""A stand-in for the part of transformers that trainers/python uses, for machines without it: a
plain Qwen2 decoder in float32, written from the architecture's description, reading safetensors.
It takes the keyword arguments that the real one takes and refuses all others.
"""

import json
import os
import struct

import torch
from torch import nn

__version__ = "0 (stand-in)"


class Output:
    def __init__(self, logits, past_key_values):
        self.logits = logits
        self.past_key_values = past_key_values


def read_safetensors(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        body = bytearray(file.read())
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            flat = torch.frombuffer(body, dtype=torch.float32, offset=begin, count=(end - begin) // 4)
            tensors[name] = flat.reshape(entry["shape"]).clone()
    return tensors


class Model(nn.Module):
    def __init__(self, config, tensors):
        super().__init__()
        self.config = config
        self.names = list(tensors)
        self.weights = nn.ParameterList([nn.Parameter(t) for t in tensors.values()])

    def w(self, name):
        return self.weights[self.names.index(name)]

    def norm(self, x, name):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.config["rms_norm_eps"]) * self.w(name)

    def linear(self, x, name):
        bias = self.w(name + ".bias") if name + ".bias" in self.names else None
        return nn.functional.linear(x, self.w(name + ".weight"), bias)

    def forward(self, input_ids, attention_mask, position_ids, past_key_values=None, use_cache=False):
        c = self.config
        heads, kv, d = c["num_attention_heads"], c["num_key_value_heads"], c["head_dim"]
        b, t = input_ids.shape
        x = self.w("model.embed_tokens.weight")[input_ids]
        inverse = c["rope_theta"] ** -(torch.arange(0, d, 2).double() / d)
        angles = position_ids.double().unsqueeze(-1) * inverse
        cos = torch.cat([angles.cos()] * 2, -1).to(x.dtype).unsqueeze(1)
        sin = torch.cat([angles.sin()] * 2, -1).to(x.dtype).unsqueeze(1)

        def turn(z):
            return z * cos + torch.cat([-z[..., d // 2:], z[..., :d // 2]], -1) * sin

        s = attention_mask.shape[1]
        seen = attention_mask.bool()[:, None, None, :] & torch.ones(t, s, dtype=torch.bool).tril(s - t)
        cache = []
        for i in range(c["num_hidden_layers"]):
            p = f"model.layers.{i}."
            h = self.norm(x, p + "input_layernorm.weight")
            q = turn(self.linear(h, p + "self_attn.q_proj").view(b, t, heads, d).transpose(1, 2))
            k = turn(self.linear(h, p + "self_attn.k_proj").view(b, t, kv, d).transpose(1, 2))
            v = self.linear(h, p + "self_attn.v_proj").view(b, t, kv, d).transpose(1, 2)
            if past_key_values is not None:
                k = torch.cat([past_key_values[i][0], k], 2)
                v = torch.cat([past_key_values[i][1], v], 2)
            cache.append((k, v))
            k, v = (z.repeat_interleave(heads // kv, 1) for z in (k, v))
            scores = (q @ k.transpose(2, 3) / d ** 0.5).masked_fill(~seen, -1e9).softmax(-1)
            mixed = (scores @ v).transpose(1, 2).reshape(b, t, heads * d)
            x = x + self.linear(mixed, p + "self_attn.o_proj")
            h = self.norm(x, p + "post_attention_layernorm.weight")
            gate = nn.functional.silu(self.linear(h, p + "mlp.gate_proj"))
            x = x + self.linear(gate * self.linear(h, p + "mlp.up_proj"), p + "mlp.down_proj")
        x = self.norm(x, "model.norm.weight")
        logits = x @ self.w("model.embed_tokens.weight").T
        return Output(logits, cache if use_cache else None)

    def save_pretrained(self, folder, safe_serialization=True):
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "config.json"), "w", encoding="utf-8") as file:
            json.dump(self.config, file)
        header, body = {"__metadata__": {"format": "pt"}}, b""
        for name, weight in zip(self.names, self.weights):
            data = weight.detach().float().contiguous().numpy().tobytes()
            header[name] = {"dtype": "F32", "shape": list(weight.shape),
                            "data_offsets": [len(body), len(body) + len(data)]}
            body += data
        text = json.dumps(header).encode()
        text += b" " * (-len(text) % 8)
        with open(os.path.join(folder, "model.safetensors"), "wb") as file:
            file.write(struct.pack("<Q", len(text)) + text + body)


class AutoModelForCausalLM:
    @staticmethod
    def from_pretrained(folder, local_files_only=False, trust_remote_code=False, use_safetensors=None):
        path = os.path.join(folder, "model.safetensors")
        if not os.path.exists(path):
            raise OSError(f"no file named model.safetensors found in directory {folder}.")
        with open(os.path.join(folder, "config.json"), encoding="utf-8") as file:
            return Model(json.load(file), read_safetensors(path))
