"""Meter one capture with NFStream: FILE, payloads inspected of a flow, meters. Its flows go as CSV to nowhere.

Without a file it tells its version and how many meters it would start.
"""

import os
import sys

import nfstream

if __name__ == "__main__":
    streamer = nfstream.NFStreamer(
        source=sys.argv[1],
        n_dissections=int(sys.argv[2]),
        n_meters=int(sys.argv[3]),
        statistical_analysis=False,
        idle_timeout=30,
        active_timeout=300,
    )
    if "version" in sys.argv[4:]:
        print("nfstream", nfstream.__version__ + ", meters:", streamer.n_meters)
    else:
        streamer.to_csv(path=os.devnull)
