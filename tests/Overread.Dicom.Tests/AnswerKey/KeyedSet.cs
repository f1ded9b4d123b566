using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Overread.Dicom.Text;

namespace Overread.Dicom.Tests.AnswerKey;

/// <summary>
/// A set of patients with studies of several modalities, identifiers planted in many places and the key to them. Our own
/// generator, after the rules by which MIDI-B is scored; equal seeds give equal sets.
/// </summary>
internal sealed class KeyedSet
{
    // Descriptions as scanners and technologists write them; every word of them must survive.
    private static readonly string[] Descriptions =
    [
        "CT CHEST W/O CONTRAST",
        "CT ABDOMEN AND PELVIS WITH IV CONTRAST",
        "MR BRAIN W/WO CONTRAST",
        "CHEST PA AND LATERAL",
        "MAMMO SCREENING BILATERAL",
        "PET CT WHOLE BODY",
        "US ABDOMEN COMPLETE",
        "XR KNEE LEFT 3 VIEWS",
        "MRA HEAD AND NECK",
        "NM BONE SCAN WHOLE BODY",
        "CT ANGIO CHEST PE PROTOCOL",
        "Parkinson DAT scan",
        "Hodgkin staging CT neck",
        "Low dose lung screening",
        "Echocardiogram follow up",
    ];

    private static readonly string[] Series =
    [
        "AX T2 FLAIR",
        "SAG T1 MPRAGE",
        "Axial 5 mm soft tissue",
        "LUNG 1.25 mm",
        "3 PLANE LOC",
        "DWI b1000",
        "ADC map",
        "COR STIR",
        "PET AC",
        "Scout",
        "MIP thick coronal",
        "Swan Ganz placement portable",
    ];

    private readonly List<KeyedInstance> _instances = [];
    private readonly Random _random;

    private KeyedSet(int seed) => _random = new Random(seed);

    internal IReadOnlyList<KeyedInstance> Instances => _instances;

    internal List<KeyedPatient> Patients { get; } = [];

    /// <summary>Dates of the sources, by patient: none of them may be in that patient's outputs.</summary>
    internal Dictionary<int, HashSet<DateOnly>> Days { get; } = [];

    internal int Checks => _instances.Sum(instance => instance.Checks.Count);

    /// <param name="seed">Decides everything.</param>
    /// <param name="patients">How many, each with two studies of five modalities.</param>
    /// <param name="pictureEvery">Every so many-th patient has real ultrasound pictures, one with the name in it; 0 for nobody.</param>
    internal static KeyedSet Create(int seed, int patients, int pictureEvery = 0)
    {
        KeyedSet set = new(seed);
        for (int i = 0; i < patients; i++)
        {
            KeyedPatient patient = new(i, set._random);
            set.Patients.Add(patient);
            set.Days[i] = [patient.Birth];
            for (int study = 0; study < 2; study++)
            {
                DateOnly day = patient.FirstDay.AddDays(study * set._random.Next(3, 25));
                set.Days[i].Add(day);
                string description = Descriptions[set._random.Next(Descriptions.Length)];
                foreach (string modality in (string[])["CT", "MR", "DX", "US", "SR"])
                {
                    string series = Series[set._random.Next(Series.Length)];
                    int count = modality is "CT" or "MR" ? 3 : 1;
                    for (int instance = 1; instance <= count; instance++)
                    {
                        KeyedObject made = new(
                            set._random,
                            patient,
                            day,
                            study,
                            modality,
                            description,
                            series,
                            instance,
                            modality == "US" && pictureEvery > 0 && i % pictureEvery == 0
                        );
                        set._instances.Add(made.Build());
                    }
                }
            }
        }

        return set;
    }

    internal static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexString(SHA256.HashData(bytes));

    internal static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Bytes in which a secret could stand in an output.</summary>
    internal static IEnumerable<byte[]> Forms(string secret)
    {
        foreach (string text in (HashSet<string>)[secret, secret.ToUpperInvariant(), secret.ToLowerInvariant()])
        {
            yield return Encoding.UTF8.GetBytes(text);
            yield return Encoding.Latin1.GetBytes(text);
            yield return Encoding.Unicode.GetBytes(text);
            foreach (string terms in (string[])["\\ISO 2022 IR 87", "ISO_IR 144"])
            {
                yield return SpecificCharacterSet.Parse(terms).Encode(text);
            }
        }
    }
}
