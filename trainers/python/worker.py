#!/usr/bin/env python3
# Copyright the AutoRL contributors. Licensed under the Apache License, Version 2.0.
"""An inference worker on transformers: reads prompts and writes completions, a JSON object a line.

    worker.py --policy DIR [--device auto|cpu|cuda] [--dtype auto|float32|bfloat16]

The protocol is docs/reference/worker-protocol.md. Needs torch and transformers 4.46 or newer.
"""

import argparse
import json
import os
import random
import sys

BATCH = 64


class PolicyRefused(Exception):
    """The policy folder cannot be loaded; its owner has to change it."""


def pick_device(torch, device, dtype):
    """The device and the number format to compute in."""
    if device == "auto":
        device = "cuda" if torch.cuda.is_available() else "cpu"
    if dtype == "auto":
        half = device == "cuda" and torch.cuda.is_bf16_supported()
        dtype = "bfloat16" if half else "float32"
    return torch.device(device), getattr(torch, dtype)


class Policy:
    """A causal language model with its tokenizer, for completions of several prompts at once."""

    def __init__(self, folder, device="auto", dtype="auto"):
        import torch
        from tokenizers import Tokenizer
        from transformers import AutoModelForCausalLM

        self.torch = torch
        self.device, self.dtype = pick_device(torch, device, dtype)
        try:
            with open(os.path.join(folder, "config.json"), encoding="utf-8") as file:
                config = json.load(file)
            # The file itself: no templates, no added beginnings, the same ids as every other worker.
            self.tokenizer = Tokenizer.from_file(os.path.join(folder, "tokenizer.json"))
            model = AutoModelForCausalLM.from_pretrained(
                folder, local_files_only=True, trust_remote_code=False, use_safetensors=True)
        except (OSError, ValueError, KeyError, RuntimeError) as e:
            raise PolicyRefused(str(e).split("\n")[0]) from e
        # One call for old and new names of the argument that loads in a number format.
        self.model = model.to(device=self.device, dtype=self.dtype).eval()
        ends = config.get("eos_token_id")
        self.ends = set(ends if isinstance(ends, list) else [] if ends is None else [ends])
        self.folder = folder
        self.chat = None
        self.context = int(config.get("max_position_embeddings") or 2048)

    def encode(self, text):
        """Token ids; nothing is added."""
        return self.tokenizer.encode(text, add_special_tokens=False).ids

    def decode(self, ids):
        """The text; special tokens are left out."""
        return self.tokenizer.decode(list(ids), skip_special_tokens=True)

    def conversation(self, messages):
        """The prompt of a conversation, by the policy's own template, up to its own turn."""
        from transformers import AutoTokenizer

        if self.chat is None:
            self.chat = AutoTokenizer.from_pretrained(
                self.folder, local_files_only=True, trust_remote_code=False)
        return self.chat.apply_chat_template(
            messages, tokenize=False, add_generation_prompt=True)

    def complete(self, prompts, max_tokens, temperature=0.0, top_p=1.0, top_k=0, stop=(), seeds=None,
                 context=None):
        """Completes token lists. Gives for each (ids, text, finish): ids with the one that ended it,
        text before the stop text, finish one of end, stop and length."""
        torch = self.torch
        context = min(self.context, context or self.context)
        room = context - max_tokens
        if room < 1:
            raise ValueError(f"maxTokens leaves no room for a prompt in a context of {context}")
        # A prompt longer than the context keeps its end.
        prompts = [list(prompt)[-room:] for prompt in prompts]
        drafts = [Draft(self, stop) for _ in prompts]
        dice = [random.Random(seed) for seed in (seeds or range(len(prompts)))]
        width = max(len(prompt) for prompt in prompts)
        if min(len(prompt) for prompt in prompts) == 0:
            raise ValueError("a prompt without tokens cannot be completed")
        pad = [width - len(prompt) for prompt in prompts]
        # Padding on the left: the last column is then each row's last token.
        ids = torch.tensor([[0] * n + p for n, p in zip(pad, prompts)], device=self.device)
        mask = torch.tensor([[0] * n + [1] * len(p) for n, p in zip(pad, prompts)], device=self.device)
        positions = (mask.cumsum(-1) - 1).clamp(min=0)
        past = None
        with torch.no_grad():
            for step in range(max_tokens):
                out = self.model(input_ids=ids, attention_mask=mask, position_ids=positions,
                                 past_key_values=past, use_cache=True)
                past = out.past_key_values
                chosen = choose(torch, out.logits[:, -1, :].float(), temperature, top_p, top_k, dice)
                for draft, token in zip(drafts, chosen):
                    draft.take(token)
                if all(draft.finish for draft in drafts):
                    break
                ids = torch.tensor(chosen, device=self.device).unsqueeze(1)
                mask = torch.cat([mask, torch.ones_like(ids)], dim=1)
                positions = positions[:, -1:] + 1
        return [(d.ids, d.text if d.finish == "stop" else self.decode(d.ids), d.finish or "length")
                for d in drafts]


class Draft:
    """One completion while it grows."""

    def __init__(self, policy, stop):
        self.policy = policy
        self.stop = stop
        # A token is a byte at least, so a stop text ends within that many tokens.
        self.window = max((len(s.encode()) for s in stop), default=0) + 4
        self.ids = []
        self.text = ""
        self.finish = ""

    def take(self, token):
        if self.finish:
            return
        self.ids.append(token)
        if token in self.policy.ends:
            self.finish = "end"
        elif self.stop and any(s in self.policy.decode(self.ids[-self.window:]) for s in self.stop):
            text = self.policy.decode(self.ids)
            found = [at for at in (text.find(s) for s in self.stop) if at >= 0]
            if found:
                self.text, self.finish = text[:min(found)], "stop"


def choose(torch, logits, temperature, top_p, top_k, dice):
    """One token for each row; every row throws its own dice, so that a batch changes nothing."""
    if temperature == 0:
        return logits.argmax(-1).tolist()
    p = torch.softmax(logits.double() / temperature, dim=-1).cpu()
    order = p.sort(dim=-1, descending=True)
    p, tokens = order.values, order.indices
    if top_k > 0:
        p[:, top_k:] = 0
    # The smallest set of likeliest tokens that holds a share of top_p.
    p[(p.cumsum(-1) - p) >= top_p * p.sum(-1, keepdim=True)] = 0
    ends = p.cumsum(-1)
    at = torch.tensor([[d.random()] for d in dice], dtype=ends.dtype) * ends[:, -1:]
    rank = torch.searchsorted(ends, at, right=True).clamp(max=p.shape[-1] - 1)
    return tokens.gather(-1, rank).squeeze(-1).tolist()


def answer(policy, request):
    """The answer to one request of the protocol."""
    prompts = [
        policy.encode(prompt if isinstance(prompt, str) else policy.conversation(prompt))
        for prompt in request["prompts"]]
    # Short ones together: less padding. Answers go back in the order of the request.
    order = sorted(range(len(prompts)), key=lambda i: len(prompts[i]))
    completions = [None] * len(prompts)
    for start in range(0, len(order), BATCH):
        part = order[start:start + BATCH]
        done = policy.complete(
            [prompts[i] for i in part],
            max_tokens=request["maxTokens"],
            temperature=request.get("temperature", 0),
            top_p=request.get("topP", 1),
            top_k=request.get("topK", 0),
            stop=request.get("stop", []),
            context=request.get("maxContext"),
            seeds=[request.get("seed", 0) * 1_000_003 + i for i in part])
        for i, (ids, text, finish) in zip(part, done):
            completions[i] = {"text": text, "tokens": len(ids), "finish": finish}
    return {"id": request["id"], "completions": completions}


def serve(policy, lines, say):
    """Answers requests until there are no more."""
    for line in lines:
        request = {}
        try:
            request = json.loads(line)
            say(answer(policy, request))
        except (ValueError, KeyError, TypeError) as e:
            told = f"`{e.args[0]}` is missing" if isinstance(e, KeyError) else str(e)
            asked = request.get("id") if isinstance(request, dict) else None
            say({"id": asked, "error": told})


def main():
    parser = argparse.ArgumentParser(description="Complete prompts: JSON lines in, JSON lines out.")
    parser.add_argument("--policy", required=True, help="policy folder in Hugging Face layout")
    parser.add_argument("--device", default="auto", help="auto, cpu or cuda (default auto)")
    parser.add_argument("--dtype", default="auto", choices=["auto", "float32", "bfloat16"])
    args = parser.parse_args()
    # Libraries print to standard output; only answers may.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def say(message):
        out.write(json.dumps(message) + "\n")
        out.flush()

    try:
        import torch
        import transformers
    except ImportError as e:
        print(f"this worker needs torch and transformers: {e}", file=sys.stderr)
        return 3
    try:
        policy = Policy(args.policy, args.device, args.dtype)
    except PolicyRefused as e:
        print(f"error: {e}", file=sys.stderr)
        return 1
    say({
        "ready": True,
        "parameters": sum(p.numel() for p in policy.model.parameters()),
        "engine": f"transformers {transformers.__version__}, torch {torch.__version__}, "
                  f"{policy.device.type} {str(policy.dtype).replace('torch.', '')}",
    })
    sys.stdin.reconfigure(encoding="utf-8")
    serve(policy, sys.stdin, say)
    return 0


if __name__ == "__main__":
    sys.exit(main())
