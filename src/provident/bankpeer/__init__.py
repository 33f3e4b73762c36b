"""银行对端 · the other side of the bank wire, as a process of its own.

It plays the settlement platform and the banks behind it: accepts the centre's messages,
keeps its own books, pushes notices, and misbehaves on request.  It knows nothing of the
centre but the wire; its books survive being killed at any moment.

    server     the process: ports, signals         pusher    notices to the centre
    platform   answers to the centre's messages    control   commands from tests and demo
    payments   BDC101 and BDC110                   client    `PeerClient` for those commands
    movements  money on the peer's books           notices   what is still to be pushed
    sessions   session keys                        faults    switchable misbehaviour
    store      the SQLite file                     calendar  the bank's day and numbers
"""
