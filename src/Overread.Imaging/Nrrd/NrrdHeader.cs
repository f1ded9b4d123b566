using System.Globalization;
using System.Text;
using Overread.Imaging.Grids;

namespace Overread.Imaging.Nrrd;

/// <summary>The header of an NRRD file (teem, format definition 1 to 5): fields and key/value pairs.</summary>
public sealed class NrrdHeader
{
    private const int LongestHeader = 4 << 20;
    private readonly Dictionary<string, string> _fields;

    private NrrdHeader(Dictionary<string, string> fields, Dictionary<string, string> keys, int length)
    {
        _fields = fields;
        Keys = keys;
        Length = length;
        int dimension = Whole(Field("dimension"), "dimension");
        string[] sizes = Field("sizes").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (sizes.Length != dimension)
        {
            throw new NrrdException($"field 'sizes' has {sizes.Length} numbers, 'dimension' says {dimension}.");
        }

        Sizes = [.. sizes.Select(size => Whole(size, "sizes"))];
        if (
            Sizes.Any(size => size < 1)
            || Sizes.Aggregate(1L, (a, b) => a > int.MaxValue ? a : a * b) > int.MaxValue / 4
        )
        {
            throw new NrrdException($"field 'sizes' says {string.Join('×', Sizes)}, which cannot be.");
        }
    }

    /// <summary>Voxels along each axis, the fastest first.</summary>
    public IReadOnlyList<int> Sizes { get; }

    /// <summary>Key/value pairs (":=").</summary>
    public IReadOnlyDictionary<string, string> Keys { get; }

    /// <summary>Bytes of the header, the empty line behind it included.</summary>
    public int Length { get; }

    /// <summary>A field that must be there.</summary>
    /// <exception cref="NrrdException">It is not.</exception>
    public string Field(string name) =>
        Optional(name) ?? throw new NrrdException($"the field '{name}' is missing from the header.");

    /// <summary>A field; null where it is not there.</summary>
    public string? Optional(string name) => _fields.GetValueOrDefault(name);

    /// <summary>Number of the axis that runs through layers or components; -1 where all axes are of space.</summary>
    public int ListAxis
    {
        get
        {
            if (Sizes.Count != 4)
            {
                return -1;
            }

            string[] kinds = (Optional("kinds") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
            for (int i = 0; i < kinds.Length && i < 4; i++)
            {
                if (kinds[i] is not ("domain" or "space"))
                {
                    return i;
                }
            }

            List<string> directions = Vectors(Optional("space directions") ?? "");
            return directions.IndexOf("none");
        }
    }

    /// <summary>Where the voxels lie in LPS; null where the header does not say.</summary>
    /// <exception cref="NrrdException">It says what cannot be.</exception>
    public GridAffine? Place()
    {
        string? space = Optional("space")?.Trim().ToLowerInvariant();
        if (space is null || Optional("space directions") is not { } written || Optional("space origin") is not { } at)
        {
            return null;
        }

        (int x, int y, int z) = space switch
        {
            "left-posterior-superior" or "lps" => (1, 1, 1),
            "right-anterior-superior" or "ras" => (-1, -1, 1),
            "left-anterior-superior" or "las" => (1, -1, 1),
            _ => throw new NrrdException(
                $"field 'space' is '{space}': it names no axes of the patient; left-posterior-superior, right-anterior-superior and left-anterior-superior do."
            ),
        };
        List<Lps> steps =
        [
            .. Vectors(written).Where(vector => vector != "none").Select(vector => Vector(vector, "space directions")),
        ];
        if (steps.Count != 3)
        {
            throw new NrrdException($"field 'space directions' has {steps.Count} vectors; three are needed.");
        }

        Lps Turned(Lps p) => new(x * p.X, y * p.Y, z * p.Z);
        Lps origin = Vector(at.Trim(), "space origin");
        return new GridAffine(Turned(origin), Turned(steps[0]), Turned(steps[1]), Turned(steps[2]));
    }

    /// <summary>Reads the header at the beginning of a file.</summary>
    /// <exception cref="NrrdException">There is none.</exception>
    public static NrrdHeader Read(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith("NRRD000"u8))
        {
            throw new NrrdException("the first bytes are not 'NRRD000n'.");
        }

        Dictionary<string, string> fields = new(StringComparer.OrdinalIgnoreCase);
        Dictionary<string, string> keys = new(StringComparer.Ordinal);
        int at = 0;
        for (int number = 1; ; number++)
        {
            int end = bytes[at..].IndexOf((byte)'\n');
            if (end < 0)
            {
                // A detached header may end without an empty line.
                return new NrrdHeader(fields, keys, bytes.Length);
            }

            string line = Encoding.UTF8.GetString(bytes.Slice(at, end)).TrimEnd('\r');
            at += end + 1;
            if (line.Length == 0)
            {
                return new NrrdHeader(fields, keys, at);
            }

            if (number == 1 || line[0] == '#')
            {
                continue;
            }

            int key = line.IndexOf(":=", StringComparison.Ordinal);
            int field = line.IndexOf(": ", StringComparison.Ordinal);
            if (key > 0 && (field < 0 || key < field))
            {
                keys[line[..key]] = line[(key + 2)..];
            }
            else if (field > 0)
            {
                fields[line[..field].Trim()] = line[(field + 2)..].Trim();
            }
            else if (!line.EndsWith(':'))
            {
                throw new NrrdException($"line {number} of the header is neither 'field: value' nor 'key:=value'.");
            }

            if (at > LongestHeader)
            {
                throw new NrrdException($"the header does not end within {LongestHeader} bytes.");
            }
        }
    }

    internal static int Whole(string text, string field) =>
        int.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new NrrdException($"field '{field}': '{text}' is no whole number.");

    private static List<string> Vectors(string text)
    {
        List<string> vectors = [];
        for (int at = 0; at < text.Length; )
        {
            if (text[at] == '(')
            {
                int end = text.IndexOf(')', at);
                end = end < 0 ? text.Length - 1 : end;
                vectors.Add(text[at..(end + 1)]);
                at = end + 1;
            }
            else if (text[at] == ' ')
            {
                at++;
            }
            else
            {
                int end = text.IndexOf(' ', at);
                end = end < 0 ? text.Length : end;
                vectors.Add(text[at..end]);
                at = end;
            }
        }

        return vectors;
    }

    private static Lps Vector(string text, string field)
    {
        string[] parts = text.Trim('(', ')').Split(',');
        double[] numbers = new double[3];
        for (int i = 0; i < 3; i++)
        {
            if (
                parts.Length != 3
                || !double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i])
            )
            {
                throw new NrrdException($"field '{field}': '{text}' is no vector of three numbers.");
            }
        }

        return new Lps(numbers[0], numbers[1], numbers[2]);
    }
}
