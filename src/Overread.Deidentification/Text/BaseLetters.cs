using System.Collections.Frozen;

namespace Overread.Deidentification.Text;

/// <summary>
/// The letter under a Latin letter with a mark: Latin-1, Latin Extended-A, and the marked letters of Vietnamese and Romanian. The
/// programs run without a culture's data, where Unicode decomposition is not to be had.
/// </summary>
internal static class BaseLetters
{
    private static readonly FrozenDictionary<char, char> Table = new[]
    {
        "AÀÁÂÃÄÅĀĂĄǍẠẢẤẦẨẪẬẮẰẲẴẶ",
        "CÇĆĈĊČ",
        "DĎ",
        "EÈÉÊËĒĔĖĘĚẸẺẼẾỀỂỄỆ",
        "GĜĞĠĢǦ",
        "HĤ",
        "IÌÍÎÏĨĪĬĮǏỈỊ",
        "JĴ",
        "KĶ",
        "LĹĻĽ",
        "NÑŃŅŇ",
        "OÒÓÔÕÖŌŎŐƠǑỌỎỐỒỔỖỘỚỜỞỠỢ",
        "RŔŖŘ",
        "SŚŜŞŠȘ",
        "TŢŤȚ",
        "UÙÚÛÜŨŪŬŮŰŲƯǓỤỦỨỪỬỮỰ",
        "WŴ",
        "YÝŶŸỲỴỶỸ",
        "ZŹŻŽ",
    }
        .SelectMany(row => row.Skip(1).Select(marked => (Marked: marked, Base: row[0])))
        .SelectMany(pair =>
            new[] { pair, (Marked: char.ToLowerInvariant(pair.Marked), Base: char.ToLowerInvariant(pair.Base)) }
        )
        .ToFrozenDictionary(pair => pair.Marked, pair => pair.Base);

    /// <summary>The letter without its mark; any other character as it is.</summary>
    internal static char Of(char letter) => letter < '\u00C0' ? letter : Table.GetValueOrDefault(letter, letter);
}
