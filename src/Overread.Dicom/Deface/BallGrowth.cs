using System.Numerics;

namespace Overread.Dicom.Deface;

/// <summary>
/// A set of cells grown by a ball, row by row in words of 64 cells: the row of each offset across rows is widened by as much as the ball
/// is wide there. The same cells as by exact distances, in a fraction of the time for the few cells that a radius has here.
/// </summary>
internal sealed class BallGrowth
{
    private const int Bits = 64;

    private readonly CellGrid _grid;
    private readonly int _words;
    private readonly double _limit;
    private readonly int _reach;

    /// <param name="grid">The cells.</param>
    /// <param name="squared">The radius in cells, squared.</param>
    internal BallGrowth(CellGrid grid, double squared)
    {
        _grid = grid;
        _words = (grid.Width + Bits - 1) / Bits;
        _limit = squared;
        _reach = Root(squared);
    }

    /// <summary>Cells whose centre lies within the radius of a cell of the grid that is as asked for.</summary>
    /// <param name="cells">The grid's cells.</param>
    /// <param name="of">Which of them are grown.</param>
    internal bool[] Of(bool[] cells, bool of)
    {
        ulong[] rows = Packed(cells, of);
        ulong[][] widened = Widened(rows);
        ulong[] grown = new ulong[rows.Length];
        for (int dz = -_reach; dz <= _reach; dz++)
        {
            for (int dy = -_reach; dy <= _reach; dy++)
            {
                if (_limit - (dy * dy) - (dz * dz) is >= 0 and var left)
                {
                    Add(grown, widened[Root(left)], dy, dz);
                }
            }
        }

        return Unpacked(grown);
    }

    /// <summary>The largest whole number whose square is no larger.</summary>
    private static int Root(double squared)
    {
        int root = (int)Math.Sqrt(squared);
        while ((double)(root + 1) * (root + 1) <= squared)
        {
            root++;
        }

        while ((double)root * root > squared)
        {
            root--;
        }

        return root;
    }

    private void Add(ulong[] grown, ulong[] rows, int dy, int dz)
    {
        int from = Math.Max(0, -dy);
        int length = (Math.Min(_grid.Depth, _grid.Depth - dy) - from) * _words;
        if (length <= 0)
        {
            return;
        }

        for (int z = Math.Max(0, -dz); z < Math.Min(_grid.Height, _grid.Height - dz); z++)
        {
            Span<ulong> to = grown.AsSpan(((z * _grid.Depth) + from) * _words, length);
            ReadOnlySpan<ulong> add = rows.AsSpan((((z + dz) * _grid.Depth) + from + dy) * _words, length);
            int i = 0;
            for (; i <= length - Vector<ulong>.Count; i += Vector<ulong>.Count)
            {
                (new Vector<ulong>(to[i..]) | new Vector<ulong>(add[i..])).CopyTo(to[i..]);
            }

            for (; i < length; i++)
            {
                to[i] |= add[i];
            }
        }
    }

    /// <summary>The rows widened to both sides by nothing, one cell, two, up to the radius.</summary>
    private ulong[][] Widened(ulong[] rows)
    {
        ulong[][] all = new ulong[_reach + 1][];
        all[0] = rows;
        ulong last = _grid.Width % Bits == 0 ? ulong.MaxValue : (1UL << (_grid.Width % Bits)) - 1;
        for (int by = 1; by <= _reach; by++)
        {
            ulong[] from = all[by - 1];
            ulong[] to = new ulong[from.Length];
            for (int i = 0; i < to.Length; i++)
            {
                int word = i % _words;
                ulong before = word > 0 ? from[i - 1] >> (Bits - 1) : 0;
                ulong behind = word < _words - 1 ? from[i + 1] << (Bits - 1) : 0;
                to[i] =
                    (from[i] | (from[i] << 1) | (from[i] >> 1) | before | behind)
                    & (word < _words - 1 ? ulong.MaxValue : last);
            }

            all[by] = to;
        }

        return all;
    }

    private ulong[] Packed(bool[] cells, bool of)
    {
        ulong[] rows = new ulong[_grid.Depth * _grid.Height * _words];
        for (int row = 0; row < _grid.Depth * _grid.Height; row++)
        {
            ReadOnlySpan<bool> line = cells.AsSpan(row * _grid.Width, _grid.Width);
            for (int x = 0; x < line.Length; x++)
            {
                rows[(row * _words) + (x / Bits)] |= line[x] == of ? 1UL << (x % Bits) : 0;
            }
        }

        return rows;
    }

    private bool[] Unpacked(ulong[] rows)
    {
        bool[] cells = new bool[_grid.Count];
        for (int row = 0; row < _grid.Depth * _grid.Height; row++)
        {
            Span<bool> line = cells.AsSpan(row * _grid.Width, _grid.Width);
            for (int x = 0; x < line.Length; x++)
            {
                line[x] = ((rows[(row * _words) + (x / Bits)] >> (x % Bits)) & 1) != 0;
            }
        }

        return cells;
    }
}
