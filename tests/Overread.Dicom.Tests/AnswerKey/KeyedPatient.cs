using System.Globalization;

namespace Overread.Dicom.Tests.AnswerKey;

/// <summary>An invented patient with all that identifies one. Made from a seed; the lists are our own.</summary>
internal sealed class KeyedPatient
{
    // Among them names that are words of radiology, and names of other scripts.
    private static readonly (string Family, string Given, string Charset)[] Names =
    [
        ("Okonjo", "Adaora", "ISO_IR 100"),
        ("Lindqvist", "Håkan", "ISO_IR 100"),
        ("Foley", "Marfan", "ISO_IR 100"),
        ("Castellanos", "Ximénez", "ISO_IR 192"),
        ("Przybylski", "Zbigniew", "ISO_IR 192"),
        ("Yamashiro=山城", "Renjiro=蓮次郎", "\\ISO 2022 IR 87"),
        ("Ivanchenko", "Oleksandr", "ISO_IR 144"),
        ("Short", "Hilary", "ISO_IR 100"),
        ("O'Brannigan", "Siobhan", "ISO_IR 100"),
        ("Vandersteen-Haas", "Liesbeth", "ISO_IR 100"),
        ("Wexcombe", "Torquil", "ISO_IR 100"),
        ("Nguyendo", "Thikim", "ISO_IR 192"),
    ];

    private static readonly string[] Hospitals =
    [
        "Northmoor Infirmary",
        "Klinikum Auwaldgrund",
        "Hospital del Sauzal",
        "Riverbendle Clinic",
        "Quarrystone Trust",
    ];

    private static readonly string[] Streets =
    [
        "Larkspurling Lane",
        "Tannerybrook Street",
        "Oldferrygate",
        "Junipertop Close",
    ];

    private static readonly string[] Doctors =
    [
        "Abernethy^Prudence",
        "Devereaux^Colette",
        "Petrosyants^Anahit",
        "Villanuevo^Debashish",
    ];

    internal KeyedPatient(int number, Random random)
    {
        Number = number;
        (Family, Given, Charset) = Names[number % Names.Length];
        Id = (number % 3) switch
        {
            0 => "00" + Digits(random, 7),
            1 => "MRN-" + Digits(random, 8),
            _ => Digits(random, 3) + "-" + Digits(random, 2) + "-" + Digits(random, 4),
        };
        Hospital = Hospitals[random.Next(Hospitals.Length)];
        Street = $"{random.Next(3, 99)} {Streets[random.Next(Streets.Length)]}";
        Telephone = $"+49 555 {Digits(random, 3)} {Digits(random, 4)}";
        Physician = Doctors[random.Next(Doctors.Length)];
        Operator = Doctors[random.Next(Doctors.Length)];
        Age = number % 10 == 0 ? 91 : random.Next(20, 89);
        FirstDay = new DateOnly(2012, 1, 1).AddDays(random.Next(3000));
        Birth = FirstDay.AddYears(-Age).AddDays(-random.Next(1, 300));
        Root = $"1.3.6.1.4.1.99999.{Digits(random, 9)}.{number}";
        Serial = "SN" + Digits(random, 8);
    }

    internal int Number { get; }
    internal string Family { get; }
    internal string Given { get; }
    internal string Charset { get; }
    internal string Id { get; }
    internal string Hospital { get; }
    internal string Street { get; }
    internal string Telephone { get; }
    internal string Physician { get; }
    internal string Operator { get; }
    internal int Age { get; }
    internal DateOnly FirstDay { get; }
    internal DateOnly Birth { get; }
    internal string Root { get; }
    internal string Serial { get; }

    /// <summary>PN with the groups that the name has.</summary>
    internal string PersonName
    {
        get
        {
            string[] family = Family.Split('=');
            string[] given = Given.Split('=');
            return string.Join('=', family.Zip(given, (f, g) => $"{f}^{g}"));
        }
    }

    /// <summary>First group of the family name, as it is written in running text.</summary>
    internal string Surname => Family.Split('=')[0];

    /// <summary>First group of the given name.</summary>
    internal string Forename => Given.Split('=')[0];

    /// <summary>Everything that must be in no byte of any output, each at least five characters.</summary>
    internal IEnumerable<string> Secrets =>
        Family
            .Split('=')
            .Concat(Given.Split('='))
            .Concat(Physician.Split('^'))
            .Concat(Operator.Split('^'))
            .Concat(
                Hospital
                    .Split(' ')
                    .Where(word => word is not ("Infirmary" or "Klinikum" or "Hospital" or "Clinic" or "Trust"))
            )
            .Append(Street.Split(' ')[1])
            .Append(Id)
            .Append(Telephone)
            .Append(Serial)
            .Append(Root)
            .Append(Day(Birth))
            .Where(word => word.Length >= 5 || word.Any(c => c > 0x7F));

    internal static string Day(DateOnly date) => date.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static string Digits(Random random, int count) =>
        string.Concat(Enumerable.Range(0, count).Select(i => (char)('0' + random.Next(i == 0 ? 1 : 0, 10))));
}
