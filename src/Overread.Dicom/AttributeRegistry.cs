using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;

namespace Overread.Dicom;

/// <summary>
/// The registry of attributes, PS3.6, of the edition that <see cref="Edition"/> names. Thread-safe; read from the
/// assembly once, when first asked.
/// </summary>
public static class AttributeRegistry
{
    private static readonly Tables Loaded = Load();

    /// <summary>Edition of the standard from which the tables were generated, such as "2024e".</summary>
    public static string Edition => Loaded.Edition;

    /// <summary>Every attribute with a number of its own (those of repeating groups are left out).</summary>
    public static IEnumerable<RegistryEntry> Entries => Loaded.Exact.Values;

    /// <summary>Finds an attribute, those of repeating groups (50xx, 60xx, 7Fxx, 0020,31xx) included.</summary>
    /// <returns>False for private, unknown and group-length elements.</returns>
    public static bool TryFind(Tag tag, out RegistryEntry entry)
    {
        if (Loaded.Exact.TryGetValue(tag.Value, out entry!))
        {
            return true;
        }

        uint folded = tag.Group switch
        {
            >= 0x5000 and < 0x5100 or >= 0x6000 and < 0x6100 or >= 0x7F01 and < 0x8000 when !tag.IsPrivate => tag.Value
                & 0xFF00FFFF,
            0x0020 when tag.ElementNumber >> 8 == 0x31 => tag.Value & 0xFFFFFF00,
            _ => 0,
        };
        return folded != 0 && Loaded.Repeating.TryGetValue(folded, out entry!);
    }

    /// <summary>Finds the number of a keyword such as "PatientName"; case counts.</summary>
    public static bool TryFindKeyword(string keyword, out Tag tag)
    {
        bool found = Loaded.Keywords.TryGetValue(keyword, out uint value);
        tag = new Tag(value);
        return found;
    }

    /// <summary>Keyword of an attribute; "" where it is private or unknown.</summary>
    public static string KeywordOf(Tag tag) => TryFind(tag, out RegistryEntry entry) ? entry.Keyword : "";

    /// <summary>
    /// Value representation for implicit encodings. Where the dictionary leaves a choice, that which implicit little
    /// endian prescribes (PS3.5 annex A.1) or the unsigned one.
    /// </summary>
    public static Vr VrOf(Tag tag)
    {
        if (tag.IsGroupLength)
        {
            return Vr.UL;
        }

        if (tag.IsPrivateCreator)
        {
            return Vr.LO;
        }

        return TryFind(tag, out RegistryEntry entry) ? entry.Vr : Vr.UN;
    }

    private static Tables Load()
    {
        Dictionary<uint, RegistryEntry> exact = [];
        Dictionary<uint, RegistryEntry> repeating = [];
        Dictionary<string, uint> keywords = new(StringComparer.Ordinal);
        string edition = "";
        foreach (string line in ResourceLines("elements.tsv"))
        {
            if (line.StartsWith('#'))
            {
                edition = line.Split(' ', ';')[2];
                continue;
            }

            string[] fields = line.Split('\t');
            bool wild = fields[0].Contains('x', StringComparison.Ordinal);
            uint tag = uint.Parse(
                fields[0].Replace('x', '0'),
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture
            );
            RegistryEntry entry = new(new Tag(tag), fields[1], fields[2], fields[3], fields[4] == "R");
            (wild ? repeating : exact).TryAdd(tag, entry);
            keywords.TryAdd(entry.Keyword, tag);
        }

        return new Tables(
            edition,
            exact.ToFrozenDictionary(),
            repeating.ToFrozenDictionary(),
            keywords.ToFrozenDictionary(StringComparer.Ordinal)
        );
    }

    internal static IEnumerable<string> ResourceLines(string name)
    {
        using Stream stream =
            Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the assembly lacks its table {name}");
        using StreamReader reader = new(stream);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private sealed record Tables(
        string Edition,
        FrozenDictionary<uint, RegistryEntry> Exact,
        FrozenDictionary<uint, RegistryEntry> Repeating,
        FrozenDictionary<string, uint> Keywords
    );
}
