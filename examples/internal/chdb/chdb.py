"""Runs the statements of standard input in chdb, a line of JSON each, and answers each with a line of JSON."""

import json
import os
import sys

from chdb import session

# chdb itself writes to standard output now and then.
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
server = session.Session(sys.argv[1])
for line in sys.stdin:
    asked, answer = json.loads(line), {}
    try:
        result = server.query(asked["statement"], asked["format"] or "CSVWithNames", params=asked["parameters"] or {})
        answer["Result"] = result.bytes().decode() if result.size() else ""
    except Exception as failure:
        answer["Error"] = str(failure) or repr(failure)
    print(json.dumps(answer), file=answers, flush=True)
server.close()
