"""Meter one capture with NFStream, inspecting so many packets of a flow, and write its flows as CSV to nowhere."""

import os
import sys

from nfstream import NFStreamer

if __name__ == "__main__":
    NFStreamer(
        source=sys.argv[1],
        n_dissections=int(sys.argv[2]),
        n_meters=1,
        statistical_analysis=False,
        idle_timeout=30,
        active_timeout=300,
    ).to_csv(path=os.devnull)
