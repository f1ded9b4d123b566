using System.Globalization;

namespace Overread.Text.Benchmarks;

/// <summary>
/// Plants identifiers into notes that have none marked: sentences, headers and signatures in which names, dates, places and numbers
/// stand as careless writers put them (lower case, capitals, particles, hyphens, glued, over line ends, in words). Seeded by the name of the
/// note: the same note has the same plants. The names are made of syllables as often as they are usual ones, so that no vocabulary helps.
/// </summary>
internal static class PlantedNotes
{
    private static readonly string[] Usual =
    [
        "Megan",
        "Harold",
        "Priya",
        "Tobias",
        "Ingrid",
        "Wei",
        "Fatima",
        "Dwayne",
        "Rosalind",
        "Marek",
        "May",
        "Will",
        "Grace",
        "Hope",
    ];
    private static readonly string[] Families =
    [
        "Whitcombe",
        "Okonkwo",
        "Szczepanski",
        "Baker",
        "Young",
        "Long",
        "Brown",
        "O'Leary",
        "van der Meer",
        "Lopez-Garcia",
        "McAllister",
        "Nguyen",
        "D'Angelo",
        "St. Clair",
        "Ferreira",
        "Lindqvist",
    ];
    private static readonly string[] Onsets =
    [
        "Br",
        "Cal",
        "Dor",
        "Fen",
        "Gar",
        "Hol",
        "Jar",
        "Kel",
        "Lor",
        "Mar",
        "Nor",
        "Pel",
        "Ros",
        "Sal",
        "Tor",
        "Vin",
        "Wil",
        "Zab",
    ];
    private static readonly string[] Rhymes =
    [
        "ano",
        "berg",
        "combe",
        "dahl",
        "ecki",
        "field",
        "gren",
        "hurst",
        "ian",
        "kin",
        "land",
        "man",
        "nelli",
        "ova",
        "quist",
        "son",
        "ton",
        "vic",
        "wick",
        "zade",
    ];
    private static readonly string[] Months =
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    private static readonly string[] Towns =
    [
        "Springfield",
        "Reading",
        "Mobile",
        "Albuquerque",
        "Lakewood",
        "Dayton",
        "Worcester",
    ];

    internal static GoldDocument Plant(GoldDocument note)
    {
        SeededChoice pick = new(note.Name);
        PlantWriter writer = new();
        string given = pick.Next(2) == 0 ? pick.Of(Usual) : pick.Of(Onsets) + pick.Of(["a", "o", "en", "is"]);
        string family = pick.Next(2) == 0 ? pick.Of(Families) : pick.Of(Onsets) + pick.Of(Rhymes);
        Header(writer, pick, given, family);
        string[] paragraphs = note.Text.Split("\n\n");
        for (int i = 0; i < paragraphs.Length; i++)
        {
            writer.Add((i == 0 ? "" : "\n\n") + paragraphs[i]);
            if (i > 0 && pick.Next(2) == 0)
            {
                writer.Add("\n\n");
                Sentence(writer, pick, given, family);
            }
        }

        Signature(writer, pick);
        return writer.Document(note.Name);
    }

    private static void Header(PlantWriter w, SeededChoice pick, string given, string family)
    {
        switch (pick.Next(4))
        {
            case 0:
                w.Add("Patient Name: ")
                    .Plant(
                        "NAME",
                        $"{family.ToUpperInvariant()}, {given.ToUpperInvariant()} {(char)('A' + pick.Next(26))}"
                    )
                    .Add("\nMRN: ")
                    .Plant("MRN", pick.Digits(7))
                    .Add("   DOB: ")
                    .Plant("DATE", pick.Date(1935, 2010));
                break;
            case 1:
                w.Add("RE: ")
                    .Plant("NAME", $"{given} {family}")
                    .Add("\nMedical Record Number ")
                    .Plant("MRN", $"{pick.Digits(2)}-{pick.Digits(2)}-{pick.Digits(3)}")
                    .Add("\nDate of service ")
                    .Plant("DATE", $"{pick.Of(Months)} {1 + pick.Next(28)}, {2000 + pick.Next(25)}");
                break;
            case 2:
                w.Add("Name: ")
                    .Plant("NAME", $"{given} {family}")
                    .Add("\nAddress: ")
                    .Plant(
                        "LOCATION",
                        $"{1 + pick.Next(9000)} {pick.Of(Onsets)}{pick.Of(Rhymes)} {pick.Of(["Street", "Ave.", "Rd", "Lane"])}, {pick.Of(Towns)}, {pick.Of(["OH", "PA", "AL"])} {pick.Digits(5)}"
                    )
                    .Add("\nPhone: ")
                    .Plant("PHONE", pick.Phone());
                break;
            default:
                w.Add("Acct #")
                    .Plant("ACCOUNT", $"{(char)('A' + pick.Next(26))}{pick.Digits(8)}")
                    .Add("  Admitted ")
                    .Plant("DATE", pick.Date(2001, 2025))
                    .Add("\nPatient: ")
                    .Plant("NAME", $"{given} {family}");
                break;
        }

        w.Add("\n\n");
    }

    private static void Sentence(PlantWriter w, SeededChoice pick, string given, string family)
    {
        string other = pick.Of(Onsets) + pick.Of(Rhymes);
        string day = pick.Date(2015, 2025);
        switch (pick.Next(18))
        {
            case 0:
                w.Add("His daughter ")
                    .Plant("NAME", pick.Of(Usual))
                    .Add(" called from ")
                    .Plant("PHONE", pick.Phone())
                    .Add(" on ")
                    .Plant("DATE", day)
                    .Add(".");
                break;
            case 1:
                w.Add("I discussed the plan with ").Plant("NAME", $"Dr. {other}").Add(", who agrees.");
                break;
            case 2:
                w.Plant("NAME", $"{(pick.Next(2) == 0 ? "Mr." : "Ms.")} {family}")
                    .Add(" lives in ")
                    .Plant("LOCATION", pick.Of(Towns))
                    .Add(" with ")
                    .Add("his partner.");
                break;
            case 3:
                w.Add("The patient works at ")
                    .Plant(
                        "ORGANISATION",
                        $"{pick.Of(Onsets)}{pick.Of(Rhymes)} {pick.Of(["Logistics", "Bakery", "Industries", "& Sons"])}"
                    )
                    .Add(" and is doing well.");
                break;
            case 4:
                w.Add("She was transferred from ")
                    .Plant(
                        "LOCATION",
                        $"{pick.Of(["St. Brendan's Hospital", "Northgate Medical Center", "Lakeview Community Hospital", "Mercy General"])}"
                    )
                    .Add(" on the ")
                    .Plant("DATE", $"{1 + pick.Next(28)}th of {pick.Of(Months)}")
                    .Add(".");
                break;
            case 5:
                w.Add("Portal message received from ")
                    .Plant("EMAIL", $"{given.ToLowerInvariant()}.{other.ToLowerInvariant()}@mailbox.example.org")
                    .Add(" yesterday.");
                break;
            case 6:
                w.Add("SSN ")
                    .Plant("SSN", $"{pick.Digits(3)}-{pick.Digits(2)}-{pick.Digits(4)}")
                    .Add(" was verified by the front desk.");
                break;
            case 7:
                w.Add("Her mother is ").Plant("AGE", $"{90 + pick.Next(12)}").Add(" years old and healthy.");
                break;
            case 8:
                w.Add("Pacemaker serial number ").Plant("DEVICE", $"PM{pick.Digits(7)}").Add(" was interrogated.");
                break;
            case 9:
                w.Add("Insurance member ID ").Plant("PLAN", $"XZ{pick.Digits(9)}").Add(" is active.");
                break;
            case 10:
                w.Plant("NAME", given)
                    .Add(" reports that the pain is improved since ")
                    .Plant("DATE", $"{1 + pick.Next(12)}/{13 + pick.Next(15)}")
                    .Add(".");
                break;
            case 11:
                w.Add("Seen with ").Plant("NAME", $"{pick.Of(Usual)} {other}").Add(", RN at the bedside.");
                break;
            case 12:
                w.Add("Next visit on ")
                    .Plant(
                        "DATE",
                        $"{pick.Of(["Monday", "Tuesday", "Thursday"])}, {pick.Of(Months)} {1 + pick.Next(28)}"
                    )
                    .Add(" in ")
                    .Plant("LOCATION", $"Room {100 + pick.Next(800)}")
                    .Add(".");
                break;
            case 13:
                w.Add("patient's husband ")
                    .Plant("NAME", $"{pick.Of(Onsets)}{pick.Of(Rhymes)}")
                    .Add(" can be paged at ")
                    .Plant("PHONE", $"{pick.Digits(3)}-{pick.Digits(4)}")
                    .Add(".");
                break;
            case 14:
                w.Add("Records were requested from ")
                    .Plant("NAME", $"{pick.Of(Usual)[0]}. {family}")
                    .Add(" via https: see ")
                    .Plant("URL", $"https://portal.example.org/p/{pick.Digits(6)}")
                    .Add(" for details.");
                break;
            case 15:
                w.Add("Driver's license ")
                    .Plant("LICENSE", $"{(char)('A' + pick.Next(26))}{pick.Digits(7)}")
                    .Add(" was copied.");
                break;
            case 16:
                w.Plant("NAME", family).Add("'s blood pressure log was reviewed.");
                break;
            default:
                w.Add("Referred by ")
                    .Plant("NAME", $"{pick.Of(Usual)} {other}, ")
                    .Add("MD, whose fax is ")
                    .Plant("FAX", pick.Phone())
                    .Add(".");
                break;
        }
    }

    private static void Signature(PlantWriter w, SeededChoice pick)
    {
        string name =
            $"{pick.Of(Onsets)}{pick.Of(["a", "o", "en"])} {(char)('A' + pick.Next(26))}. {pick.Of(Onsets)}{pick.Of(Rhymes)}";
        w.Add("\n\nElectronically signed by: ")
            .Plant("NAME", name)
            .Add(", MD ")
            .Plant("DATE", pick.Date(2015, 2025))
            .Add(" 14:05\n");
    }

    /// <summary>Numbers drawn from the SHA-256 of a name: the same on every machine.</summary>
    private sealed class SeededChoice(string seed)
    {
        private int _drawn;

        internal int Next(int below) =>
            (int)(
                System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(
                    System.Security.Cryptography.SHA256.HashData(
                        System.Text.Encoding.UTF8.GetBytes(
                            string.Create(CultureInfo.InvariantCulture, $"{seed}/{_drawn++}")
                        )
                    )
                ) % (uint)below
            );

        internal string Of(string[] choices) => choices[Next(choices.Length)];

        internal string Digits(int count) =>
            string.Concat(Enumerable.Range(0, count).Select(i => (char)('0' + (i == 0 ? 1 + Next(9) : Next(10)))));

        internal string Phone() =>
            Next(3) switch
            {
                0 => $"({Digits(3)}) {Digits(3)}-{Digits(4)}",
                1 => $"{Digits(3)}-{Digits(3)}-{Digits(4)}",
                _ => $"{Digits(3)}.{Digits(3)}.{Digits(4)}",
            };

        internal string Date(int from, int to)
        {
            DateOnly day = new DateOnly(from, 1, 1).AddDays(Next((to - from) * 365));
            return day.ToString(
                Of(["MM/dd/yyyy", "M/d/yy", "yyyy-MM-dd", "MM-dd-yy", "d MMM yyyy", "MMMM d, yyyy"]),
                CultureInfo.InvariantCulture
            );
        }
    }
}
