#!/usr/bin/env python3
# Copyright the AutoRL contributors. Licensed under the Apache License, Version 2.0.
"""An OpenAI-compatible server of completions, for one policy, on the decoder of worker.py.

    completions_server.py --policy DIR --port N

It stands in for vLLM and SGLang where neither is there: one model, text completions, no streaming.
"""

import argparse
import json
import os
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "python"))
from worker import BATCH, Policy  # noqa: E402


def completions(policy, request):
    """The choices for one request, in the order of its prompts."""
    prompts = [policy.encode(prompt) for prompt in request["prompt"]]
    choices = []
    for start in range(0, len(prompts), BATCH):
        done = policy.complete(
            prompts[start:start + BATCH],
            max_tokens=request["max_tokens"],
            temperature=request.get("temperature", 1),
            stop=request.get("stop", []))
        for _, text, finish in done:
            choices.append({"index": len(choices), "text": text, "finish_reason": finish})
    return {"object": "text_completion", "choices": choices}


class Handler(BaseHTTPRequestHandler):
    policy = None

    def reply(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        self.reply(200, {"object": "list", "data": [{"id": "policy", "object": "model"}]})

    def do_POST(self):
        try:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self.reply(200, completions(self.policy, request))
        except (ValueError, KeyError, TypeError) as e:
            self.reply(400, {"error": {"message": str(e)}})

    def log_message(self, *args):
        pass


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--policy", required=True)
    parser.add_argument("--port", type=int, required=True)
    args = parser.parse_args()
    Handler.policy = Policy(args.policy)
    HTTPServer(("127.0.0.1", args.port), Handler).serve_forever()


if __name__ == "__main__":
    main()
