using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Overread.Imaging.Grids;
using Overread.Imaging.Marks;

namespace Overread.Imaging.Nrrd;

/// <summary>
/// Label maps as NRRD, and the segmentations of 3D Slicer (<c>.seg.nrrd</c>): key/value pairs name segments with label value, layer,
/// colour and terminology; layers are the first axis, so that segments may overlap.
/// </summary>
public static class NrrdLabels
{
    /// <summary>Reads a label map.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="detached">Opens the data file that a detached header names.</param>
    /// <exception cref="NrrdException">The bytes are no such file.</exception>
    /// <exception cref="GridException">Its numbers are no labels.</exception>
    public static LabelVolume Read(byte[] bytes, Func<string, byte[]> detached)
    {
        NrrdHeader header = NrrdHeader.Read(bytes);
        int list = header.ListAxis;
        if (header.Sizes.Count is < 2 or > 4 || (header.Sizes.Count == 4 && list < 0))
        {
            throw new NrrdException(
                $"field 'dimension' is {header.Sizes.Count}: one volume is read here, or one with an axis of layers ('kinds: list domain domain domain')."
            );
        }

        int[] space = [.. header.Sizes.Where((_, axis) => axis != list)];
        int layers = list < 0 ? 1 : header.Sizes[list];
        int voxels = space.Aggregate(1, (a, b) => a * b);
        float[] values = Values(header, bytes, detached, voxels * layers);
        int inner = list < 0 ? 1 : header.Sizes.Take(list).Aggregate(1, (a, b) => a * b);
        List<int[]> numbers = [];
        bool fraction = false;
        float[] own = layers == 1 ? values : new float[voxels];
        for (int layer = 0; layer < layers; layer++)
        {
            for (int i = 0; i < voxels && layers > 1; i++)
            {
                own[i] = values[(i % inner) + (((i / inner * layers) + layer) * inner)];
            }

            numbers.Add(LabelVolume.Numbers(own, out bool parts));
            fraction |= parts;
        }

        if (fraction && layers > 1)
        {
            throw new NrrdException("layers of fractions are not read here; one volume of fractions is.");
        }

        return new LabelVolume(space[0], space[1], space.Length > 2 ? space[2] : 1, header.Place(), numbers)
        {
            IsFraction = fraction,
            // 3D Slicer cuts a segmentation to what is marked, and says so.
            IsPart = header.Keys.ContainsKey("Segmentation_ReferenceImageExtentOffset"),
            Labels = [.. SlicerSegments.Read(header.Keys)],
        };
    }

    /// <summary>Writes a label map with its segments' names, gzip-compressed.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="grid">Voxels; evenly spaced.</param>
    /// <param name="layers">For each layer what fills a slice with its label numbers.</param>
    /// <param name="labels">Segments with the layer and the number that they have in the file.</param>
    /// <exception cref="GridException">The format cannot hold the grid.</exception>
    public static void Write(
        Stream stream,
        VolumeGrid grid,
        IReadOnlyList<Action<int, int[]>> layers,
        IReadOnlyList<(int Layer, int Number, MarkLabel Label)> labels
    )
    {
        GridAffine affine =
            grid.Affine
            ?? throw new GridException(
                "the images are unevenly spaced (slices are missing, or one slice has no thickness): NRRD holds even spacing only. Write seg or rtstruct, or give a whole series."
            );
        int most = labels.Count == 0 ? 0 : labels.Max(label => label.Number);
        int bytes =
            most <= byte.MaxValue ? 1
            : most <= ushort.MaxValue ? 2
            : 4;
        stream.Write(Encoding.UTF8.GetBytes(Header(grid, affine, layers.Count, bytes, labels)));
        using GZipStream gzip = new(stream, CompressionLevel.Optimal, leaveOpen: true);
        int size = grid.Width * grid.Height;
        int[][] planes = [.. layers.Select(_ => new int[size])];
        byte[] packed = new byte[size * layers.Count * bytes];
        Span<byte> word = stackalloc byte[4];
        for (int k = 0; k < grid.Depth; k++)
        {
            for (int layer = 0; layer < planes.Length; layer++)
            {
                planes[layer].AsSpan().Clear();
                layers[layer](k, planes[layer]);
                for (int i = 0; i < size; i++)
                {
                    BinaryPrimitives.WriteInt32LittleEndian(word, planes[layer][i]);
                    word[..bytes].CopyTo(packed.AsSpan(((i * planes.Length) + layer) * bytes));
                }
            }

            gzip.Write(packed);
        }
    }

    private static string Header(
        VolumeGrid grid,
        GridAffine affine,
        int layers,
        int bytes,
        IReadOnlyList<(int Layer, int Number, MarkLabel Label)> labels
    )
    {
        static string Vector(Lps v) => string.Create(CultureInfo.InvariantCulture, $"({v.X:R},{v.Y:R},{v.Z:R})");
        StringBuilder text = new("NRRD0004\n");
        bool many = layers > 1;
        text.Append("type: ")
            .Append(
                bytes == 1 ? "unsigned char"
                : bytes == 2 ? "unsigned short"
                : "int"
            )
            .Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"dimension: {(many ? 4 : 3)}\n");
        text.Append("space: left-posterior-superior\n");
        string list = many ? layers.ToString(CultureInfo.InvariantCulture) + " " : "";
        text.Append(CultureInfo.InvariantCulture, $"sizes: {list}{grid.Width} {grid.Height} {grid.Depth}\n");
        text.Append("space directions: ").Append(many ? "none " : "");
        text.Append(Vector(affine.ColumnStep)).Append(' ').Append(Vector(affine.RowStep)).Append(' ');
        text.Append(Vector(affine.SliceStep)).Append('\n');
        text.Append("kinds: ").Append(many ? "list " : "").Append("domain domain domain\n");
        text.Append("endian: little\nencoding: gzip\n");
        text.Append("space origin: ").Append(Vector(affine.Origin)).Append('\n');
        SlicerSegments.Write(text, grid, labels);
        return text.Append('\n').ToString();
    }

    private static float[] Values(NrrdHeader header, byte[] bytes, Func<string, byte[]> detached, int count)
    {
        string? file = header.Optional("data file") ?? header.Optional("datafile");
        if (
            file is not null
            && (file.StartsWith("LIST", StringComparison.Ordinal) || file.Contains('%', StringComparison.Ordinal))
        )
        {
            throw new NrrdException("field 'data file' names several files; only one is read here.");
        }

        ReadOnlyMemory<byte> data = file is null ? bytes.AsMemory(header.Length) : detached(file);
        int lines = NrrdHeader.Whole(header.Optional("line skip") ?? header.Optional("lineskip") ?? "0", "line skip");
        for (; lines > 0; lines--)
        {
            int end = data.Span.IndexOf((byte)'\n');
            data = end < 0 ? default : data[(end + 1)..];
        }

        (int size, bool known) = SizeOf(header.Field("type"));
        if (!known)
        {
            throw new NrrdException($"field 'type': '{header.Field("type")}' is not read here.");
        }

        string encoding = header.Field("encoding").ToLowerInvariant();
        data = encoding switch
        {
            "raw" => data,
            "gzip" or "gz" => Inflate(data, (long)count * size),
            "ascii" or "text" or "txt" => data,
            _ => throw new NrrdException($"field 'encoding': '{encoding}' is not read here; raw, gzip and ascii are."),
        };
        if (encoding is "ascii" or "text" or "txt")
        {
            return Words(data.Span, count);
        }

        int skip = NrrdHeader.Whole(header.Optional("byte skip") ?? header.Optional("byteskip") ?? "0", "byte skip");
        int start = skip < 0 ? data.Length - (count * size) : skip;
        if (start < 0 || data.Length - start < (long)count * size)
        {
            throw new NrrdException(
                $"{Math.Max(0, data.Length - start)} bytes of data where {(long)count * size} are declared."
            );
        }

        bool big = header.Optional("endian")?.ToLowerInvariant() == "big";
        return Numbers(data.Span[start..], header.Field("type"), size, big, count);
    }

    private static float[] Numbers(ReadOnlySpan<byte> data, string type, int size, bool big, int count)
    {
        float[] values = new float[count];
        char kind = Kind(type);
        Span<byte> word = stackalloc byte[8];
        for (int i = 0; i < count; i++)
        {
            data.Slice(i * size, size).CopyTo(word);
            if (big)
            {
                word[..size].Reverse();
            }

            values[i] = (kind, size) switch
            {
                ('f', 4) => BinaryPrimitives.ReadSingleLittleEndian(word),
                ('f', _) => (float)BinaryPrimitives.ReadDoubleLittleEndian(word),
                ('u', 1) => word[0],
                ('i', 1) => (sbyte)word[0],
                ('u', 2) => BinaryPrimitives.ReadUInt16LittleEndian(word),
                ('i', 2) => BinaryPrimitives.ReadInt16LittleEndian(word),
                ('u', 4) => BinaryPrimitives.ReadUInt32LittleEndian(word),
                ('i', 4) => BinaryPrimitives.ReadInt32LittleEndian(word),
                ('u', _) => BinaryPrimitives.ReadUInt64LittleEndian(word),
                _ => BinaryPrimitives.ReadInt64LittleEndian(word),
            };
        }

        return values;
    }

    private static float[] Words(ReadOnlySpan<byte> data, int count)
    {
        string[] words = Encoding.ASCII.GetString(data).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < count)
        {
            throw new NrrdException($"{words.Length} numbers of data where {count} are declared.");
        }

        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            if (!float.TryParse(words[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]))
            {
                throw new NrrdException($"value {i + 1} of the data, '{words[i]}', is no number.");
            }
        }

        return values;
    }

    private static char Kind(string type) =>
        type.Trim().ToLowerInvariant() is "float" or "double" ? 'f'
        : type.Contains("unsigned", StringComparison.OrdinalIgnoreCase)
        || type.StartsWith("uint", StringComparison.OrdinalIgnoreCase)
        || type.Trim() is "uchar" or "ushort" or "ulonglong"
            ? 'u'
        : 'i';

    private static (int Size, bool Known) SizeOf(string type) =>
        type.Trim().ToLowerInvariant() switch
        {
            "signed char" or "int8" or "int8_t" or "uchar" or "unsigned char" or "uint8" or "uint8_t" => (1, true),
            "short"
            or "short int"
            or "signed short"
            or "signed short int"
            or "int16"
            or "int16_t"
            or "ushort"
            or "unsigned short"
            or "unsigned short int"
            or "uint16"
            or "uint16_t" => (2, true),
            "int"
            or "signed int"
            or "int32"
            or "int32_t"
            or "uint"
            or "unsigned int"
            or "uint32"
            or "uint32_t"
            or "float" => (4, true),
            "longlong"
            or "long long"
            or "long long int"
            or "signed long long"
            or "signed long long int"
            or "int64"
            or "int64_t"
            or "ulonglong"
            or "unsigned long long"
            or "unsigned long long int"
            or "uint64"
            or "uint64_t"
            or "double" => (8, true),
            _ => (0, false),
        };

    private static byte[] Inflate(ReadOnlyMemory<byte> data, long expected)
    {
        try
        {
            using GZipStream gzip = new(new MemoryStream(data.ToArray()), CompressionMode.Decompress);
            byte[] inflated = new byte[expected];
            int read = gzip.ReadAtLeast(inflated, inflated.Length, throwOnEndOfStream: false);
            return read == inflated.Length ? inflated : inflated[..read];
        }
        catch (InvalidDataException broken)
        {
            throw new NrrdException($"the compressed data are damaged: {broken.Message}");
        }
    }
}
