using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Overread.Quality.Numerics;

/// <summary>
/// A table of numbers that begins at a cache line, so that a row of one line is not fetched as two. It stands still for as
/// long as it lives.
/// </summary>
internal sealed class AlignedTable<T>
    where T : unmanaged
{
    private const int Line = 64;

    private readonly T[] _memory;
    private readonly int _offset;

    internal AlignedTable(int length)
    {
        int spare = Line / Unsafe.SizeOf<T>();
        _memory = GC.AllocateArray<T>(length + spare, pinned: true);
        Length = length;
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(_memory, 0);
        _offset = (int)((Line - (address & (Line - 1))) & (Line - 1)) / Unsafe.SizeOf<T>();
    }

    internal int Length { get; }

    internal Span<T> Span => _memory.AsSpan(_offset, Length);

    internal ref T First => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_memory), _offset);
}
