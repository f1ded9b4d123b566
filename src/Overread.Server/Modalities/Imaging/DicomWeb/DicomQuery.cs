using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Primitives;
using Overread.Dicom;
using Overread.Storage;

namespace Overread.Server.Modalities.Imaging.DicomWeb;

/// <summary>The question of a search (PS3.18 section 8.3.4): keys to match, attributes to return, the page.</summary>
internal sealed record DicomQuery(
    IReadOnlyList<(string Tag, Vr Vr, string Wanted)> Keys,
    IReadOnlySet<string> Include,
    bool IncludeAll,
    bool Fuzzy,
    int Offset,
    int Limit
)
{
    public const int MostResults = 5000;
    private const int UsualLimit = 1000;

    /// <summary>Reads a query string.</summary>
    /// <exception cref="RefusedException">A name is no attribute, or a number is none.</exception>
    public static DicomQuery Parse(IQueryCollection query)
    {
        List<(string, Vr, string)> keys = [];
        HashSet<string> include = [];
        bool all = false;
        bool fuzzy = false;
        int offset = 0;
        int limit = UsualLimit;
        foreach ((string name, StringValues values) in query)
        {
            string value = values.ToString();
            switch (name.ToLowerInvariant())
            {
                case "includefield":
                    foreach (string field in values.SelectMany(v => (v ?? "").Split(',')).Where(f => f.Length > 0))
                    {
                        all |= field == "all";
                        if (field != "all")
                        {
                            include.Add(TagOf(field.Split('.')[0]));
                        }
                    }

                    break;
                case "fuzzymatching":
                    fuzzy = value == "true";
                    break;
                case "offset":
                    offset = Number(name, value);
                    break;
                case "limit":
                    limit = Math.Min(Number(name, value), MostResults);
                    break;
                case "accept":
                    break;
                default:
                    string tag = TagOf(name);
                    keys.Add((tag, AttributeRegistry.VrOf(Parsed(tag)), value));
                    break;
            }
        }

        return new(keys, include, all, fuzzy, offset, limit);
    }

    /// <summary>The value of a key where it is one plain value that the database can look up; else null.</summary>
    public string? Plain(Tag tag)
    {
        string wanted = Keys.FirstOrDefault(k => k.Tag == Name(tag)).Wanted ?? "";
        return wanted.Length == 0 || wanted.AsSpan().ContainsAny("*?,\\\"") ? null : wanted;
    }

    /// <summary>True where an answer has what every key asks for; a key without a value asks for nothing.</summary>
    public bool Matches(JsonObject answer) => Keys.All(k => Matches(answer[k.Tag] as JsonObject, k.Vr, k.Wanted));

    public static string Name(Tag tag) => tag.Value.ToString("X8", CultureInfo.InvariantCulture);

    private static Tag Parsed(string tag) => new(uint.Parse(tag, NumberStyles.HexNumber, CultureInfo.InvariantCulture));

    private static bool Matches(JsonObject? element, Vr vr, string wanted)
    {
        if (wanted.Length == 0 || wanted == "*")
        {
            return true;
        }

        List<string> values = Texts(element);
        return vr switch
        {
            Vr.UI => wanted.Split([',', '\\']).Any(values.Contains),
            Vr.DA or Vr.TM or Vr.DT when wanted.Contains('-', StringComparison.Ordinal) => values.Any(v =>
                InRange(v, wanted)
            ),
            // ModalitiesInStudy and the like: a list asks for any of its members.
            Vr.CS => wanted.Split([',', '\\']).Any(w => values.Any(v => Like(v, w, ignoreCase: false))),
            _ => values.Any(v => Like(v, wanted, ignoreCase: vr == Vr.PN)),
        };
    }

    private static List<string> Texts(JsonObject? element) =>
        [
            .. ((element?["Value"] as JsonArray) ?? [])
                .Where(v => v is not null)
                .Select(v =>
                    v is JsonObject name
                        ? name["Alphabetic"]?.GetValue<string>() ?? ""
                        : Convert.ToString(v!.AsValue().GetValue<object>(), CultureInfo.InvariantCulture) ?? ""
                ),
        ];

    private static bool InRange(string value, string range)
    {
        int dash = range.IndexOf('-', StringComparison.Ordinal);
        string from = range[..dash];
        string to = range[(dash + 1)..];
        // Times of differing precision compare by what both say.
        return (from.Length == 0 || string.CompareOrdinal(Cut(value, from), from) >= 0)
            && (to.Length == 0 || string.CompareOrdinal(Cut(value, to), to) <= 0);
    }

    private static string Cut(string value, string to) => value.Length > to.Length ? value[..to.Length] : value;

    private static bool Like(string value, string wanted, bool ignoreCase)
    {
        string pattern =
            "^"
            + Regex
                .Escape(wanted)
                .Replace("\\*", ".*", StringComparison.Ordinal)
                .Replace("\\?", ".", StringComparison.Ordinal)
            + "$";
        RegexOptions options = RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.Singleline;
        return Regex.IsMatch(value, pattern, ignoreCase ? options | RegexOptions.IgnoreCase : options);
    }

    private static string TagOf(string name)
    {
        if (
            name.Length == 8
            && uint.TryParse(name, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out uint number)
        )
        {
            return Name(new Tag(number));
        }

        return AttributeRegistry.TryFindKeyword(name, out Tag tag)
            ? Name(tag)
            : throw new RefusedException(
                new("dicomweb.key", "A key is the keyword or the eight hexadecimal digits of an attribute.")
                {
                    Where = name.Length <= 64 ? name : name[..64],
                }
            );
    }

    private static int Number(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new RefusedException(new("dicomweb.number", $"{name} is a whole number from 0.") { Where = name });
}
