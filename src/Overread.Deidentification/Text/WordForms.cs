using System.Collections.Frozen;

namespace Overread.Deidentification.Text;

/// <summary>
/// Forms in which other languages write words that a vocabulary has: compounds of German and Dutch, adjectives of the Romance
/// languages. A form counts where each of its parts is known and of a kind that such words are made of; parts that
/// families are called by are none ("Hohlbein", "Dickhaut", "Armbrust").
/// </summary>
internal static class WordForms
{
    private const int LeastPart = 3;
    private const int LeastStem = 6;

    // Forms that families bear.
    private static readonly FrozenSet<string> Families = Words(
        "COSTALES CARDINALE CARDINALI PASCALE PASCALES ARMBRUST ESPINAL"
    );

    // What a compound ends with: parts of the body, planes and adjectives.
    private static readonly FrozenSet<string> Heads = Words(
        "KOPF HALS BAUCH BECKEN WEICHTEILE WEICHTEIL GELENK GELENKE ROHRE DRUSE DRUSEN KNOCHEN MUSKEL MUSKELN MUSKULATUR SAULE "
            + "WIRBEL BLASE LEITER LAPPEN VORHOF KLAPPE ARTERIE ARTERIEN VENE VENEN NERV NERVEN STAMM HOHLE DARM BEIN BEINE "
            + "ARM ARME KNOTEN GEWEBE SCHADEL SCHENKEL KIEFER WURZEL SCHNITT SCHNITTE AUFNAHME REKONSTRUKTION PHASE SERIE VOLUMEN "
            + "KOLOM STAM DARMEN KLIER KLIEREN SLAGADER ADER HOLTE WERVEL WERVELS BEEN BENEN ZENUW SPIER SPIEREN VLIES KNOBBEL KWAB GANG "
            + "FASE OPNAME ARTERIELL ARTERIELLE ARTERIEEL VENOS VENOSE VENEUS PORTALVENOS KORONAR LATERAL MEDIAL"
    );

    // What a compound begins with: places, times and parts of the body.
    private static readonly FrozenSet<string> Fronts = Words(
        "OBER UNTER VORDER HINTER HAUPT NEBEN ZWISCHEN RUCKEN MITTEL QUER LANGS FRUH SPAT VOR NACH INNEN AUSSEN SEITEN HUFT HUFTE HALS BRUST BAUCH BECKEN "
            + "ARM BEIN FUSS HAND KNIE SCHULTER ELLBOGEN ELLENBOGEN SPRUNG SCHLAFEN STIRN AUGEN OHR NASEN KIEFER ZAHN ZUNGEN KEHL KEHLKOPF LUFT SPEISE HERZ "
            + "LUNGEN LEBER GALLEN MILZ NIEREN HARN BLASEN MAGEN DARM DICKDARM MAST END BLIND ZWOLFFINGER RIPPEN WIRBEL KREUZ STEISS LENDEN "
            + "SCHADEL HIRN GEHIRN KLEINHIRN GROSSHIRN STAMM SEHNEN SEH SEHNERVEN SPEICHEL SCHILD LYMPH BAUCHSPEICHEL VORSTEHER GEBAR EIER HODEN SCHIEN "
            + "OBERSCHENKEL UNTERSCHENKEL OBERARM UNTERARM SPINAL RUCKENMARK PORTAL PFORT HERSEN WERVEL BORST BUIK HEUP LEVER NIER BLAAS SLOK LUCHT "
            + "ENDEL TWAALFVINGERIGE KOP BOVEN ONDER VOORSTE ACHTER SCHILDKLIER SPEEKSEL ALVLEES GAL ZIEL ZIELVOLUMEN RISIKO KONTRAST"
    );

    // Between the two.
    private static readonly string[] Links = ["", "S", "N", "EN", "E"];

    // Endings of adjectives by gender and number; what is left must end as adjectives of anatomy do.
    private static readonly string[] Endings = ["", "E", "O", "A", "ES", "OS", "AS", "I", "EN", "ER"];

    private static readonly string[] Adjectives = ["AL", "AR", "IC", "IV", "OUS", "OID", "IOR"];

    /// <summary>True for a compound, or for an adjective that is known in another form.</summary>
    /// <param name="capitals">The word in capitals.</param>
    /// <param name="known">True for a word of the vocabulary, in capitals.</param>
    internal static bool Has(string capitals, Func<string, bool> known)
    {
        if (capitals.Length < 2 * LeastPart || !capitals.All(char.IsLetter))
        {
            return false;
        }

        string folded = NameForms.Fold(capitals);
        return !Families.Contains(folded)
            && ((folded != capitals && known(folded)) || IsCompound(folded) || IsAdjective(folded, known));
    }

    private static bool IsCompound(string word)
    {
        for (int split = LeastPart; split <= word.Length - LeastPart; split++)
        {
            if (!Heads.Contains(word[split..]))
            {
                continue;
            }

            string front = word[..split];
            foreach (string link in Links)
            {
                if (front.EndsWith(link, StringComparison.Ordinal) && Fronts.Contains(front[..^link.Length]))
                {
                    return true;
                }
            }
        }

        return false;
    }

    // "coronale", "sagital", "lumbaal": endings, letters doubled or not.
    private static bool IsAdjective(string word, Func<string, bool> known)
    {
        string single = Single(word);
        foreach (string ending in Endings.Where(e => single.EndsWith(e, StringComparison.Ordinal)))
        {
            string stem = single[..^ending.Length];
            if (stem.Length < LeastStem || !Adjectives.Any(a => stem.EndsWith(a, StringComparison.Ordinal)))
            {
                continue;
            }

            if (known(stem) || Doubled(stem).Any(known))
            {
                return true;
            }
        }

        return false;
    }

    private static string Single(string word)
    {
        System.Text.StringBuilder text = new(word.Length);
        foreach (char c in word)
        {
            if (text.Length == 0 || text[^1] != c)
            {
                text.Append(c);
            }
        }

        return text.ToString();
    }

    // With one of its consonants doubled: "SAGITTAL" of "SAGITAL".
    private static IEnumerable<string> Doubled(string stem) =>
        Enumerable
            .Range(1, stem.Length - 1)
            .Where(i => !"AEIOU".Contains(stem[i], StringComparison.Ordinal))
            .Select(i => stem.Insert(i, stem[i].ToString()));

    private static FrozenSet<string> Words(string list) => list.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
