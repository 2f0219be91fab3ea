"""What the grading API is compared with: the same two calls on Flask's own server, with one fsync for each submission.

Prints its port. Needs Flask, such as Debian's python3-flask.
"""
import json
import logging
import os
import sys
import threading
import time

from flask import Flask, jsonify, request
from werkzeug.serving import make_server

app = Flask(__name__)
logging.getLogger("werkzeug").disabled = True
lock = threading.Lock()
records = []
journal = open(sys.argv[1], "ab")


@app.post("/submissions")
def submit():
    path = request.get_json()["model_path"]
    with lock:
        record = {"submission_id": len(records) + 1, "timestamp": time.time(), "model_path": path}
        journal.write(json.dumps(record).encode() + b"\n")
        journal.flush()
        os.fsync(journal.fileno())
        records.append(record)
    return jsonify(submission_id=record["submission_id"], status="queued"), 202


@app.get("/time")
def elapsed():
    return jsonify(elapsed=time.monotonic(), remaining=3600.0, limit=3600.0)


server = make_server("127.0.0.1", 0, app, threaded=True)
print(server.server_port, flush=True)
server.serve_forever()
