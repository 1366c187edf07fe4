#!/usr/bin/env python3
"""Checks an exported log, and a checkpoint of it, without any code of the project: Python 3.8, standard library only.

    verify_export.py LOG.ndjson                                   the chain of the whole log ('-' reads from stdin)
    verify_export.py LOG.ndjson --checkpoint FILE                 and that it continues the checkpoint
    verify_export.py LOG.ndjson --checkpoint FILE --key PUB.pem   and that the key's owner signed the checkpoint
    verify_export.py LOG.ndjson --foundation FILE                 a log that begins after that, as its first events are lost

Exit code 0 when all holds, 1 when something does not, with a line that says what.
"""
import argparse
import base64
import hashlib
import json
import re
import sys


class Bad(Exception):
    """Something does not hold."""


NOTHING = 0, bytes(32).hex(), "-"


def check_chain(lines, stop_at, begin=NOTHING):
    """Follows the chain. Returns the last sequence and hash, and the hash and time at stop_at."""
    sequence, previous = begin[0], bytes.fromhex(begin[1])
    seen = begin[1:] if stop_at == sequence else None
    for text in lines:
        sequence += 1
        try:
            event = json.loads(text)
            line = event["stored"].encode("ascii")
            stored = json.loads(line)
            given = {key: event[key] for key in stored if key != "schema"}
            links = event["previous"], event["hash"]
        except (ValueError, KeyError, TypeError, AttributeError) as e:
            raise Bad(f"line {sequence} is no exported event: {e!r}") from e
        if stored["sequence"] != sequence:
            raise Bad(f"#{sequence} is missing: #{stored['sequence']} is in its place")
        if links[0] != previous.hex():
            raise Bad(f"#{sequence} does not build on the event before it")
        previous = hashlib.sha256(previous + line).digest()
        if links[1] != previous.hex():
            raise Bad(f"#{sequence} was altered: its hash is not that of what is stored")
        if given != {key: value for key, value in stored.items() if key != "schema"}:
            raise Bad(f"#{sequence} says something else than what is stored, and hashed")
        if sequence == stop_at:
            seen = previous.hex(), stored["time"]
    return sequence, previous.hex(), seen


def read_foundation(path):
    """Returns the sequence, hash and time of the event that the history begins after."""
    with open(path, "rb") as file:
        proof, rest = file.readline(), file.read()
    try:
        if json.loads(proof)["sha256"] != hashlib.sha256(rest).hexdigest():
            raise Bad(f"{path} is not what was written: its SHA-256 is another")
        said = json.loads(rest)
        return said["sequence"], said["hash"], said["time"]
    except (ValueError, KeyError, TypeError) as e:
        raise Bad(f"{path} is no foundation: {e!r}") from e


CHECKPOINT = re.compile(
    rb"(schema pod-registry/checkpoint/1\nsequence (0|[1-9][0-9]*)\nhash ([0-9a-f]{64})\ntime ([0-9TZ:.+-]+)\n)"
    rb"(?:\ned25519 ([A-Za-z0-9+/]{86}==)\n)?")


def read_checkpoint(path, key_path):
    """Returns the sequence, hash and time of a checkpoint, having checked its signature if there is a key."""
    with open(path, "rb") as file:
        found = CHECKPOINT.fullmatch(file.read())
    if not found:
        raise Bad(f"{path} is no checkpoint of a known schema")
    text, sequence, digest, time, signature = found.groups()
    if key_path:
        if not signature:
            raise Bad(f"{path} is not signed")
        if not is_signed(read_key(key_path), text, base64.b64decode(signature)):
            raise Bad(f"{path} is not signed by {key_path}, or was changed since")
    return int(sequence), digest.decode(), time.decode()


def read_key(path):
    """Returns the 32 bytes of an Ed25519 public key in PEM."""
    with open(path, encoding="ascii", errors="replace") as file:
        pem = re.fullmatch(r"\s*-----BEGIN PUBLIC KEY-----\s([A-Za-z0-9+/=\s]*)-----END PUBLIC KEY-----\s*", file.read())
    der = base64.b64decode(pem.group(1)) if pem else b""
    prefix = bytes.fromhex("302a300506032b6570032100")
    if len(der) != 44 or not der.startswith(prefix):
        raise Bad(f"{path} is no Ed25519 public key in PEM")
    return der[12:]


# Ed25519 as in RFC 8032, section 5.1; only checking, so no secret can leak. Points are (X, Y, Z, T).
P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def add(a, b):
    e, f = (a[1] - a[0]) * (b[1] - b[0]), (a[1] + a[0]) * (b[1] + b[0])
    c, d = 2 * a[3] * b[3] * D, 2 * a[2] * b[2]
    h, g, k, j = f - e, d - c, d + c, f + e
    return h * g % P, k * j % P, g * k % P, h * j % P


def times(n, point):
    result = (0, 1, 1, 0)
    while n:
        if n & 1:
            result = add(result, point)
        point, n = add(point, point), n >> 1
    return result


def decompress(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE = decompress((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(key, message, signature):
    public, r, s = decompress(key), decompress(signature[:32]), int.from_bytes(signature[32:], "little")
    if public is None or r is None or s >= Q:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % Q
    left, right = times(s, BASE), add(r, times(h, public))
    return all((left[i] * right[2] - right[i] * left[2]) % P == 0 for i in (0, 1))


def main():
    parser = argparse.ArgumentParser(description="Checks an exported log without any code of the project.")
    parser.add_argument("log", help="what export --format ndjson printed; '-' for stdin")
    parser.add_argument("--checkpoint", help="what verify --save wrote")
    parser.add_argument("--key", help="the Ed25519 public key (PEM) that the checkpoint must be signed with")
    parser.add_argument("--foundation", help="queue/foundation.json of a log whose first events are lost")
    args = parser.parse_args()
    if args.key and not args.checkpoint:
        parser.error("--key needs --checkpoint")
    kept = read_checkpoint(args.checkpoint, args.key) if args.checkpoint else None
    with sys.stdin if args.log == "-" else open(args.log, encoding="utf-8", newline="\n") as lines:
        begin = read_foundation(args.foundation) if args.foundation else NOTHING
        sequence, digest, seen = check_chain(lines, kept[0] if kept else None, begin)
    if kept and kept[0] < begin[0]:
        raise Bad(f"the log begins after #{begin[0]}: nothing can tell whether it continues the checkpoint of #{kept[0]}")
    if kept and seen is None:
        raise Bad(f"the log was cut off at #{sequence}: the checkpoint is of #{kept[0]}")
    if kept and seen != kept[1:]:
        raise Bad(f"the log differs at #{kept[0]}, or before it, from the one that the checkpoint is of")
    print(f"{sequence - begin[0]} events, last hash {digest}"
          + (f"; continues the {'signed ' if args.key else ''}checkpoint of #{kept[0]}" if kept else ""))


if __name__ == "__main__":
    try:
        main()
    except (Bad, OSError, UnicodeError) as problem:
        sys.exit(f"{sys.argv[0]}: {problem}")
