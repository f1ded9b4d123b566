namespace Overread.Dicom.Pixels.JpegBlanking;

/// <summary>One component of a sequential JPEG as quantised coefficients, 64 a block in zigzag order.</summary>
internal sealed class JpegComponent(int id, int across, int down, int quantisation)
{
    /// <summary>Its number in the stream.</summary>
    internal int Id { get; } = id;

    /// <summary>Horizontal sampling factor.</summary>
    internal int Across { get; } = across;

    /// <summary>Vertical sampling factor.</summary>
    internal int Down { get; } = down;

    /// <summary>Number of its quantisation table.</summary>
    internal int Quantisation { get; } = quantisation;

    /// <summary>Blocks in a row, up to whole units of an interleaved scan.</summary>
    internal int Stride { get; private set; }

    /// <summary>Rows of blocks, likewise.</summary>
    internal int BlockRows { get; private set; }

    /// <summary>Blocks in a row that hold pixels: those of a scan of its own.</summary>
    internal int OwnColumns { get; private set; }

    /// <summary>Rows of blocks that hold pixels.</summary>
    internal int OwnRows { get; private set; }

    internal short[] Coefficients { get; private set; } = [];

    internal Span<short> Block(int row, int column) => Coefficients.AsSpan(((row * Stride) + column) * 64, 64);

    /// <summary>Makes room for the blocks.</summary>
    internal void Allocate(int columns, int rows, int mostAcross, int mostDown)
    {
        int unitsWide = Ceiling(columns, 8 * mostAcross);
        int unitsHigh = Ceiling(rows, 8 * mostDown);
        Stride = unitsWide * Across;
        BlockRows = unitsHigh * Down;
        OwnColumns = Ceiling(Ceiling(columns * Across, mostAcross), 8);
        OwnRows = Ceiling(Ceiling(rows * Down, mostDown), 8);
        Coefficients = new short[Stride * BlockRows * 64];
    }

    private static int Ceiling(int value, int by) => (value + by - 1) / by;
}
