#!/usr/bin/env python3
# Copyright the AutoRL contributors. Licensed under the Apache License, Version 2.0.
"""Group relative policy optimization in plain torch, on any causal language model of transformers.

DeepSeekMath, https://arxiv.org/abs/2402.03300, algorithm 1; `train` reads in its order. Options of
Dr. GRPO (https://arxiv.org/abs/2503.20783) and DAPO (https://arxiv.org/abs/2503.14476).

    grpo.py --policy DIR --data FILE.jsonl --reward FILE.py --out DIR

Each line of the data has a `prompt`. The reward file defines
`reward(prompts, completions, **columns)`, which gives a number for each completion; columns are the
other fields of the data, a list each, as in TRL. Metrics have TRL's names.
"""

import argparse
import copy
import importlib.util
import json
import math
import os
import random
import shutil
import sys
import time

from worker import Policy, PolicyRefused

STD_FLOOR = 1e-4


def advantages(rewards, scale):
    """A_i = (r_i - mean) / (std + floor) within a group (equation 5 and below); Dr. GRPO: no std."""
    mean = sum(rewards) / len(rewards)
    std = math.sqrt(sum((r - mean) ** 2 for r in rewards) / (len(rewards) - 1))
    return [(r - mean) / (std + STD_FLOOR) if scale else r - mean for r in rewards]


def log_probabilities(torch, model, rollouts, temperature, device):
    """log pi(o_t | q, o_<t) and entropy of each completion token: two tensors [B, T], and their mask."""
    width = max(len(r["prompt"]) + len(r["ids"]) for r in rollouts)
    rows = [r["prompt"] + r["ids"] for r in rollouts]
    ids = torch.tensor([row + [0] * (width - len(row)) for row in rows], device=device)
    mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in rows], device=device)
    asked = torch.tensor([[0] * len(r["prompt"]) + [1] * len(r["ids"])
                          + [0] * (width - len(row)) for r, row in zip(rollouts, rows)], device=device)
    positions = (mask.cumsum(-1) - 1).clamp(min=0)
    logits = model(input_ids=ids, attention_mask=mask, position_ids=positions).logits
    # The scores of a column are for the next one; sampled at a temperature, trained at the same.
    log_p = torch.log_softmax(logits[:, :-1].float() / temperature, dim=-1)
    chosen = log_p.gather(-1, ids[:, 1:].unsqueeze(-1)).squeeze(-1)
    with torch.no_grad():
        entropy = -(log_p.exp() * log_p).sum(-1)
    return chosen, entropy, asked[:, 1:].float()


def token_weights(torch, mask, loss_type, rollouts, tokens, max_length):
    """What each token counts in the mean over all rollouts of a step."""
    if loss_type == "grpo":
        return mask / mask.sum(-1, keepdim=True).clamp(min=1) / rollouts
    if loss_type == "dapo":
        return mask / tokens
    return mask / (rollouts * max_length)  # dr_grpo


def objective(torch, log_p, old, reference, advantage, args):
    """Minus the clipped objective of each token (equation 3), its KL, and where the clip held."""
    ratio = (log_p - old).exp()
    low, high = 1 - args.epsilon, 1 + args.epsilon_high
    loss = -torch.minimum(ratio * advantage, ratio.clamp(low, high) * advantage)
    kl = torch.zeros_like(loss)
    if reference is not None:
        # k3 of http://joschu.net/blog/kl-approx.html: never negative, low variance (equation 4).
        gap = reference - log_p
        kl = gap.exp() - gap - 1
        loss = loss + args.beta * kl
    clipped = ((ratio < low) & (advantage < 0)) | ((ratio > high) & (advantage > 0))
    return loss, kl.detach(), clipped.float()


def sample(policy, rows, args, dice):
    """G outputs of each prompt, with their rewards and advantages (lines 6 to 8 of the algorithm)."""
    rollouts = []
    for row in rows:
        for _ in range(args.num_generations):
            rollouts.append({"row": row, "prompt": policy.encode(row["prompt"])})
    longest = policy.context - args.max_completion_length
    if longest < 1:
        raise ValueError(f"--max-completion-length leaves no room in a context of {policy.context}")
    for start in range(0, len(rollouts), args.sample_batch):
        part = rollouts[start:start + args.sample_batch]
        for r in part:
            r["prompt"] = r["prompt"][-longest:]
        done = policy.complete(
            [r["prompt"] for r in part], args.max_completion_length, args.temperature,
            args.top_p, 0, args.stop, [dice.getrandbits(63) for _ in part])
        for r, (ids, text, finish) in zip(part, done):
            r.update(ids=ids, text=text, finish=finish)
    columns = {name: [r["row"][name] for r in rollouts] for name in rows[0] if name != "prompt"}
    rewards = args.reward_function(
        prompts=[r["row"]["prompt"] for r in rollouts], completions=[r["text"] for r in rollouts], **columns)
    if len(rewards) != len(rollouts):
        raise ValueError(f"the reward function gave {len(rewards)} rewards for {len(rollouts)} completions")
    for r, reward in zip(rollouts, rewards):
        r["reward"] = float(reward)
    for start in range(0, len(rollouts), args.num_generations):
        group = rollouts[start:start + args.num_generations]
        for r, a in zip(group, advantages([r["reward"] for r in group], args.scale_rewards)):
            r["advantage"] = a
    return rollouts


def train(args):
    """Trains and saves; gives the metrics of the last step."""
    import torch

    torch.manual_seed(args.seed)
    dice = random.Random(args.seed)
    # Weights stay in float32; bfloat16 is for the products, where the device has it.
    policy = Policy(args.policy, args.device, "float32")
    model, device = policy.model, policy.device
    bf16 = device.type == "cuda" and torch.cuda.is_bf16_supported() and args.dtype != "float32"

    def half():
        return torch.autocast(device.type, dtype=torch.bfloat16, enabled=bf16)

    reference = copy.deepcopy(model).requires_grad_(False) if args.beta > 0 else None
    optimizer = torch.optim.AdamW(model.parameters(), lr=args.learning_rate, weight_decay=0.0)
    rows = read_rows(args.data)
    os.makedirs(args.out, exist_ok=True)
    print(f"grpo: {sum(p.numel() for p in model.parameters())} parameters on {device.type}, "
          f"{'bfloat16' if bf16 else 'float32'}, {len(rows)} prompts", flush=True)
    metrics = {}
    with open(os.path.join(args.out, "metrics.jsonl"), "w", encoding="utf-8") as log:
        for step in range(1, args.steps + 1):
            began = time.perf_counter()
            chosen = dice.sample(rows, min(args.prompts, len(rows)))
            model.eval()
            with half():
                rollouts = sample(policy, chosen, args, dice)
            sampled = time.perf_counter()
            rate = args.learning_rate * min(1.0, step / max(1, args.warmup_steps))
            for group in optimizer.param_groups:
                group["lr"] = rate
            metrics = {"step": step, "learning_rate": rate, **rollout_metrics(rollouts, args)}
            for _ in range(args.num_iterations):
                metrics.update(update(torch, model, reference, optimizer, rollouts, half, device, args))
                if not (math.isfinite(metrics["loss"]) and math.isfinite(metrics["grad_norm"])):
                    raise FloatingPointError(f"step {step}: loss {metrics['loss']}, gradient {metrics['grad_norm']}")
            ended = time.perf_counter()
            made = sum(len(r["ids"]) for r in rollouts)
            read = sum(len(r["prompt"]) + len(r["ids"]) for r in rollouts) * args.num_iterations
            metrics["step_time"] = ended - began
            metrics["sample_tokens_per_second"] = made / (sampled - began)
            metrics["train_tokens_per_second"] = read / (ended - sampled)
            log.write(json.dumps(metrics) + "\n")
            log.flush()
            print(f"step {step}: reward {metrics['reward']:.3f}, loss {metrics['loss']:.4f}, "
                  f"{metrics['sample_tokens_per_second']:.0f} tokens/s sampled, "
                  f"{metrics['train_tokens_per_second']:.0f} trained", flush=True)
    save(model, args.policy, args.out)
    return metrics


def update(torch, model, reference, optimizer, rollouts, half, device, args):
    """One step of the optimizer on all rollouts (lines 10 to 11), a part of them at a time."""
    optimizer.zero_grad(set_to_none=True)
    whole = [r for r in rollouts if r["ids"]]
    tokens = sum(len(r["ids"]) for r in whole)
    sums = {"loss": 0.0, "kl": 0.0, "entropy": 0.0, "clip_ratio/region_mean": 0.0}
    for start in range(0, len(whole), args.batch):
        part = whole[start:start + args.batch]
        with half():
            log_p, entropy, mask = log_probabilities(torch, model, part, args.temperature, device)
            before = None
            if reference is not None:
                with torch.no_grad():
                    before = log_probabilities(torch, reference, part, args.temperature, device)[0]
        # Nothing has been updated since sampling when a rollout is seen for the first time.
        for i, r in enumerate(part):
            if "old" not in r:
                r["old"] = log_p[i][mask[i] > 0].detach()
        old = log_p.detach().clone()
        for i, r in enumerate(part):
            old[i][mask[i] > 0] = r["old"]
        advantage = torch.tensor([[r["advantage"]] for r in part], device=device)
        loss, kl, clipped = objective(torch, log_p, old, before, advantage, args)
        weights = token_weights(torch, mask, args.loss_type, len(whole), tokens, args.max_completion_length)
        total = (loss * weights).sum()
        total.backward()
        sums["loss"] += total.item()
        sums["kl"] += (kl * mask).sum().item() / tokens
        sums["entropy"] += (entropy * mask).sum().item() / tokens
        sums["clip_ratio/region_mean"] += (clipped * mask).sum().item() / tokens
    norm = torch.nn.utils.clip_grad_norm_(model.parameters(), args.max_grad_norm)
    sums["grad_norm"] = float(norm)
    if math.isfinite(sums["loss"]) and math.isfinite(sums["grad_norm"]):
        optimizer.step()
    if reference is None:
        del sums["kl"]
    return sums


def rollout_metrics(rollouts, args):
    """What TRL logs of a step's rollouts."""
    size = args.num_generations
    groups = [[r["reward"] for r in rollouts[i:i + size]] for i in range(0, len(rollouts), size)]
    means = [sum(g) / len(g) for g in groups]
    stds = [math.sqrt(sum((r - m) ** 2 for r in g) / (len(g) - 1)) for g, m in zip(groups, means)]
    lengths = [len(r["ids"]) for r in rollouts]
    return {
        "reward": sum(means) / len(means),
        "reward_std": sum(stds) / len(stds),
        "frac_reward_zero_std": sum(std == 0 for std in stds) / len(stds),
        "completions/mean_length": sum(lengths) / len(lengths),
        "completions/min_length": min(lengths),
        "completions/max_length": max(lengths),
        "completions/clipped_ratio": sum(r["finish"] == "length" for r in rollouts) / len(rollouts),
    }


def read_rows(path):
    """The data: an object with a `prompt` a line, all with the same fields."""
    rows = []
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            try:
                row = json.loads(line)
            except ValueError as e:
                raise ValueError(f"{path}, line {number}: {e}") from e
            if not isinstance(row, dict) or not isinstance(row.get("prompt"), str) or not row["prompt"]:
                raise ValueError(f"{path}, line {number}: no `prompt` of text")
            if rows and row.keys() != rows[0].keys():
                raise ValueError(f"{path}, line {number}: other fields than line 1")
            rows.append(row)
    if not rows:
        raise ValueError(f"{path} has no lines")
    return rows


def read_reward(path):
    """The function `reward` of a Python file."""
    spec = importlib.util.spec_from_file_location("reward", path)
    if spec is None or not os.path.isfile(path):
        raise ValueError(f"{path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    if not callable(getattr(module, "reward", None)):
        raise ValueError(f"{path} does not define reward(prompts, completions, **columns)")
    return module.reward


def save(model, base, out):
    """A policy folder; what training does not change is the base policy's, to the byte."""
    model.save_pretrained(out)
    for name in os.listdir(base):
        if name.endswith(".json") and "safetensors" not in name:
            shutil.copyfile(os.path.join(base, name), os.path.join(out, name))


def arguments(words):
    parser = argparse.ArgumentParser(description="GRPO in plain torch.",
                                     formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    add = parser.add_argument
    add("--policy", required=True, help="policy folder to begin with")
    add("--data", required=True, help="JSON lines, each with a `prompt`")
    add("--reward", required=True, help="Python file that defines reward(prompts, completions, **columns)")
    add("--out", required=True, help="folder for the policy and metrics.jsonl")
    add("--steps", type=int, default=100)
    add("--prompts", type=int, default=8, help="of one step")
    add("--num-generations", type=int, default=8, help="G, completions of one prompt")
    add("--num-iterations", type=int, default=1, help="mu, updates on the same completions")
    add("--batch", type=int, default=16, help="sequences in one backward pass; gradients add up")
    add("--sample-batch", type=int, default=64, help="sequences that are sampled at once")
    add("--max-completion-length", type=int, default=64)
    add("--temperature", type=float, default=1.0)
    add("--top-p", type=float, default=1.0)
    add("--stop", action="append", default=[], help="text that ends a completion; repeatable")
    add("--learning-rate", type=float, default=1e-6)
    add("--warmup-steps", type=int, default=5)
    add("--max-grad-norm", type=float, default=1.0)
    add("--beta", type=float, default=0.0, help="weight of the KL to the base policy")
    add("--epsilon", type=float, default=0.2, help="clip below")
    add("--epsilon-high", type=float, default=None, help="clip above; None: as below")
    add("--loss-type", choices=["grpo", "dapo", "dr_grpo"], default="grpo")
    add("--scale-rewards", choices=["group", "none"], default="group")
    add("--seed", type=int, default=1)
    add("--device", default="auto", help="auto, cpu or cuda")
    add("--dtype", choices=["auto", "float32"], default="auto", help="auto: bfloat16 where the GPU has it")
    args = parser.parse_args(words)
    if args.num_generations < 2:
        parser.error("--num-generations is below 2: an advantage is relative to its group")
    if args.temperature <= 0:
        parser.error("--temperature must be above 0: greedy completions of a prompt are all the same")
    args.epsilon_high = args.epsilon if args.epsilon_high is None else args.epsilon_high
    args.scale_rewards = args.scale_rewards == "group"
    return args


def main(words=None):
    args = arguments(words)
    try:
        args.reward_function = read_reward(args.reward)
        train(args)
    except (ValueError, PolicyRefused, FileNotFoundError) as e:
        print(f"error: {e}", file=sys.stderr)
        return 1
    except ImportError as e:
        print(f"error: this needs torch and transformers: {e}", file=sys.stderr)
        return 3
    except FloatingPointError as e:
        print(f"error: training diverged at {e}; nothing is saved", file=sys.stderr)
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
