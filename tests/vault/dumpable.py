"""`own_process` runs this: whether its memory can be dumped, how large a core file may be, and its
umask.
"""

import ctypes
import os
import resource

print(
    ctypes.CDLL(None).prctl(3, 0, 0, 0, 0),
    resource.getrlimit(resource.RLIMIT_CORE)[0],
    oct(os.umask(0)),
)
