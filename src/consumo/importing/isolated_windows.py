"""Memory and processor time of this process on Windows: a job object that holds nothing but it."""

import ctypes
import os
from ctypes import wintypes
from typing import Any, Final

__all__ = ["confine_on_windows"]

_EXTENDED: Final = 9  # JobObjectExtendedLimitInformation
_PROCESS_TIME: Final = 0x2
_PROCESS_MEMORY: Final = 0x100
_TICKS: Final = 10_000_000  # of 100 ns in a second


class _Basic(ctypes.Structure):
    _fields_ = (
        ("PerProcessUserTimeLimit", ctypes.c_int64),
        ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", wintypes.DWORD),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", wintypes.DWORD),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", wintypes.DWORD),
        ("SchedulingClass", wintypes.DWORD),
    )


class _Extended(ctypes.Structure):
    _fields_ = (
        ("BasicLimitInformation", _Basic),
        ("IoInfo", ctypes.c_uint64 * 6),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    )


def confine_on_windows(memory: int, cpu: int) -> bool:
    """Hold this process to `memory` [bytes] and `cpu` [s].

    Returns:
        Whether Windows agreed; a process in a job that allows no other one stays without these limits.
    """
    if os.name != "nt":
        return False
    kernel: Any = vars(ctypes)["WinDLL"]("kernel32", use_last_error=True)
    kernel.CreateJobObjectW.restype = wintypes.HANDLE
    kernel.GetCurrentProcess.restype = wintypes.HANDLE
    kernel.SetInformationJobObject.argtypes = (wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD)
    kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
    limits = _Extended()
    limits.BasicLimitInformation.LimitFlags = _PROCESS_TIME | _PROCESS_MEMORY
    limits.BasicLimitInformation.PerProcessUserTimeLimit = cpu * _TICKS
    limits.ProcessMemoryLimit = memory
    job = kernel.CreateJobObjectW(None, None)  # never closed: the limits end with the process
    return bool(
        job
        and kernel.SetInformationJobObject(job, _EXTENDED, ctypes.byref(limits), ctypes.sizeof(limits))
        and kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())
    )
