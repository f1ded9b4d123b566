using System.Globalization;
using System.Reflection;

namespace Overread.Dicom.Deidentify.Plans;

/// <summary>
/// Table E.1-1 of PS3.15 with its option columns, read once from the assembly. <see cref="Edition"/> says which edition
/// it was generated from; it goes into every report.
/// </summary>
internal sealed class ProfileTable
{
    /// <summary>Option of each column behind the basic one, in the order of the data file.</summary>
    private static readonly DeidentificationOptions[] Columns =
    [
        DeidentificationOptions.RetainSafePrivate,
        DeidentificationOptions.RetainUids,
        DeidentificationOptions.RetainDeviceIdentity,
        DeidentificationOptions.RetainInstitutionIdentity,
        DeidentificationOptions.RetainPatientCharacteristics,
        DeidentificationOptions.RetainFullDates,
        DeidentificationOptions.RetainModifiedDates,
        DeidentificationOptions.CleanDescriptors,
        DeidentificationOptions.CleanStructuredContent,
        DeidentificationOptions.CleanGraphics,
    ];

    private readonly Dictionary<uint, ProfileRow> _rows = [];
    private readonly Dictionary<uint, string[]> _conditional = [];

    private ProfileTable()
    {
        foreach (string line in EmbeddedLines("ps3.15-2024e.tsv"))
        {
            if (line.StartsWith('#'))
            {
                Edition = line.Split(' ', ';')[2];
                continue;
            }

            string[] fields = line.Split('\t');
            List<(DeidentificationOptions, char)> options = [];
            for (int i = 0; i < Columns.Length; i++)
            {
                if (fields[i + 2].Length > 0)
                {
                    options.Add((Columns[i], fields[i + 2][0]));
                }
            }

            ProfileRow row = new(fields[1], options);
            if (fields[0] == "private")
            {
                continue;
            }

            uint tag = Parse(fields[0]);
            if (fields[0].Contains('x', StringComparison.Ordinal))
            {
                Repeating.Add(tag, row);
            }
            else
            {
                _rows.Add(tag, row);
            }
        }

        foreach (string line in EmbeddedLines("ps3.15-conditional.tsv").Where(line => !line.StartsWith('#')))
        {
            string[] fields = line.Split('\t');
            _conditional.Add(Parse(fields[0]), fields[1..]);
        }
    }

    internal static ProfileTable Loaded { get; } = new();

    /// <summary>Edition of the standard, such as "2024e".</summary>
    internal string Edition { get; } = "";

    /// <summary>Rows with a number of their own.</summary>
    internal IReadOnlyDictionary<uint, ProfileRow> Rows => _rows;

    /// <summary>Rows of repeating groups, under their number with zeros for x.</summary>
    internal Dictionary<uint, ProfileRow> Repeating { get; } = [];

    /// <summary>The basic action of a row for a kind of object, with conditional actions settled.</summary>
    internal string BasicAction(uint tag, ProfileRow row, IodFamily family) =>
        row.Basic.Contains('/', StringComparison.Ordinal) && _conditional.TryGetValue(tag, out string[]? actions)
            ? actions[(int)family]
            : row.Basic;

    internal static uint Parse(string tag) =>
        uint.Parse(tag.Replace('x', '0'), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    internal static IEnumerable<string> EmbeddedLines(string name)
    {
        using Stream stream =
            Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the assembly lacks its table {name}");
        using StreamReader reader = new(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0)
            {
                yield return line;
            }
        }
    }
}
