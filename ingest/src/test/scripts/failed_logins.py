#!/usr/bin/env python3
"""Names the addresses with more than 5 failed passwords within any 10 minutes of an auth log.

    failed_logins.py FILE [--buckets] [--shift SECONDS]

Independent of Vigia's own parser on purpose: it is what the rule "failed logins" is checked against. One address a line,
sorted; a summary on stderr. A line "message repeated N times: [ ... ]" counts N times, at its own time.

Without --buckets every window [t, t + 600 s) that begins at a failure counts. With --buckets the windows are 60 whole
buckets of 10 s, sliding by one bucket; --shift moves all times, and so the edges of the buckets.
"""
import argparse
import bisect
import collections
import datetime
import re
import sys

LINE = re.compile(
    rb"(\w{3} [ \d]\d \d\d:\d\d:\d\d) \S+ sshd\[\d+\]: (?:message repeated (\d+) times: \[ )?"
    rb"Failed password for (?:invalid user )?.* from (\S+) port \d+"
)
LIMIT, WINDOW, BUCKET = 5, 600, 10


def failures(path):
    """Address -> sorted list of (seconds, count). The year does not matter as long as the file lies within one."""
    found = collections.defaultdict(list)
    with open(path, "rb") as lines:
        for line in lines:
            match = LINE.match(line)
            if match:
                at = datetime.datetime.strptime("2020 " + match[1].decode(), "%Y %b %d %H:%M:%S")
                seconds = int(at.replace(tzinfo=datetime.timezone.utc).timestamp())
                found[match[3].decode()].append((seconds, int(match[2] or 1)))
    return {address: sorted(events) for address, events in found.items()}


def most_within(events, starts):
    times = [at for at, _ in events]
    totals = [0]
    for _, count in events:
        totals.append(totals[-1] + count)
    return max(
        totals[bisect.bisect_left(times, start + WINDOW)] - totals[bisect.bisect_left(times, start)] for start in starts
    )


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("file")
    args.add_argument("--buckets", action="store_true")
    args.add_argument("--shift", type=int, default=0)
    options = args.parse_args()

    found = failures(options.file)
    over = []
    for address, events in found.items():
        events = [(at + options.shift, count) for at, count in events]
        starts = [at - at % BUCKET if options.buckets else at for at, _ in events]
        if most_within(events, starts) > LIMIT:
            over.append(address)
    for address in sorted(over):
        print(address)
    total = sum(count for events in found.values() for _, count in events)
    print(f"{total} failed passwords from {len(found)} addresses, {len(over)} addresses over the limit", file=sys.stderr)


if __name__ == "__main__":
    main()
