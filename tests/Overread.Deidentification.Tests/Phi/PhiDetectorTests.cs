using Overread.Deidentification.Phi;

namespace Overread.Deidentification.Tests.Phi;

/// <summary>What is found and what stays, in sentences of our own.</summary>
public class PhiDetectorTests
{
    private static string Tagged(string text, PhiHeader? header = null) =>
        PhiReplacer.Tag(text, new PhiDetector(new PhiOptions { Year = 2026 }).Find(text, header)).Text;

    [Theory]
    [InlineData("He was seen by Dr. Zielke on 3/14.", "He was seen by [NAME] on [DATE].")]
    [InlineData(
        "Will is a 45-year-old man. He will return in May.",
        "[NAME] is a 45-year-old man. He will return in [DATE]."
    )]
    [InlineData("Discussed with Grace Whitcombe, RN.", "Discussed with [NAME], RN.")]
    [InlineData("His daughter Hope called.", "His daughter [NAME] called.")]
    [InlineData("Patient Name: SMITH, JOHN A", "Patient Name: [NAME]")]
    [InlineData("Patient: Jane Q. Example\nFINDINGS: clear", "Patient: [NAME]\nFINDINGS: clear")]
    [InlineData("Patient: Robert Banks, seen today", "Patient: [NAME], seen today")]
    [InlineData("Patient: Jane\nMale relatives were healthy", "Patient: [NAME]\nMale relatives were healthy")]
    [InlineData("Name: Robert Male", "Name: [NAME] Male")]
    [InlineData("Patient Name - Will Price", "Patient Name - [NAME]")]
    [InlineData("cc: Stone, Bill; Wood, April", "cc: [NAME]; [NAME]")]
    [InlineData("Seen with wife Joy and son Chance.", "Seen with wife [NAME] and son [NAME].")]
    [InlineData("Spoke w/ RN Penny Cash at bedside.", "Spoke w/ RN [NAME] at bedside.")]
    [InlineData("The patient (Quillfeather) was intubated.", "The patient ([NAME]) was intubated.")]
    [InlineData("Patient Agreements: the patient Entrexto 40 mg.", "Patient Agreements: the patient Entrexto 40 mg.")]
    [InlineData("Given pt Entrexto 40 mg; pt Quillfeather slept.", "Given pt Entrexto 40 mg; pt [NAME] slept.")]
    [InlineData("Her daughter called from 617 555 0199.", "Her daughter called from [PHONE].")]
    [InlineData("NHS no 943 476 5919.", "NHS no [SSN].")]
    [InlineData("Signed by Marta van der Meer, MD", "Signed by [NAME], MD")]
    [InlineData("Records came from M. Brown.", "Records came from [NAME].")]
    [InlineData("She is ninety-one years old.", "She is [AGE] years old.")]
    [InlineData("A 93-year-old woman and an 18-year-old man.", "A [AGE]-year-old woman and an 18-year-old man.")]
    [InlineData("Born in 1930.", "Born in [AGE].")]
    [InlineData("Seen the 4th of July 2019 and on 2019-07-05.", "Seen the [DATE] and on [DATE].")]
    [InlineData("Diagnosed in 2021, seen last Tuesday.", "Diagnosed in 2021, seen [DATE].")]
    [InlineData("Call (614) 555-0133 or 614.555.0134 ext 22.", "Call [PHONE] or [PHONE].")]
    [InlineData("MRN: 4471928, SSN 123-45-6789", "MRN: [MRN], SSN [SSN]")]
    [InlineData(
        "Write to jane.doe@example.org or see https://portal.example.org/x?id=1.",
        "Write to [EMAIL] or see [URL]."
    )]
    [InlineData("Lives at 1420 N. Elm Street, Apt 3, Dayton, OH 45402.", "Lives at [LOCATION].")]
    [InlineData("Transferred from Lakeview Community Hospital.", "Transferred from [LOCATION].")]
    [InlineData("He works at Brandt Logistics.", "He works at [ORGANISATION].")]
    [InlineData("She grew up in Reading.", "She grew up in [LOCATION].")]
    [InlineData("Pacemaker serial number PM4471928.", "Pacemaker serial number [DEVICE].")]
    [InlineData("Seen by Dr. Grant on May 3rd; Grant agreed.", "Seen by [NAME] on [DATE]; [NAME] agreed.")]
    [InlineData("Her GCS was 15. May need oxygen.", "Her GCS was 15. May need oxygen.")]
    [InlineData(
        "Paciente remitida por el médico de guardia (Hospital La Paz), con dolor en el pecho.",
        "Paciente remitida por el médico de guardia ([LOCATION]), con dolor en el pecho."
    )]
    [InlineData("She was seen by Dr. Parkinson today.", "She was seen by [NAME] today.")]
    [InlineData("The patient, born on 2.1.40, came.", "The patient, born on [DATE], came.")]
    [InlineData("The form says zip=83702 here.", "The form says zip=[LOCATION] here.")]
    [InlineData("He lives at 5 high street with a cat.", "He lives at [LOCATION] with a cat.")]
    public void It_is_found(string text, string tagged) => Assert.Equal(tagged, Tagged(text));

    [Theory]
    [InlineData(
        "Parkinson disease, Hodgkin lymphoma, Crohn's disease, a Foley catheter, Graves disease and Baker's cyst."
    )]
    [InlineData("Strength is 4/5, pain 7/10, BP 120/80, ROM 10/12, Percocet 5/325, EF 55%.")]
    [InlineData("Disc disease at L4-L5 and C5-C6; a II/VI murmur; grade 2/6 systolic murmur.")]
    [InlineData("Apgar scores were 8 and 9. Positive Babinski sign, Tinel's and Phalen's test.")]
    [InlineData("CHA2DS2-VASc of 3, HbA1c 7.2, WBC 12345, Vitamin D 1000 units, T1N0M0.")]
    [InlineData("He may go home. She will return. Reading glasses are used. The patient is mobile.")]
    [InlineData("On Lasix 40 mg, Tylenol as needed and lisinopril. POD 3.")]
    [InlineData("Follow up in 3 months. Dialysis every Tuesday. Diagnosed in 2021.")]
    [InlineData("Assessment and Plan\nChief Complaint\nReview of Systems\nPhysical Exam")]
    [InlineData("Genotype BRCA1, NCT01234567, ICD-10 I10.9, SARS-CoV-2 negative.")]
    [InlineData("Version 2.1.40 of the program was used.")]
    [InlineData("Dr. Parkinson's disease model was cited.")]
    [InlineData("She has lived at home for 5 years.")]
    public void It_stays(string text) => Assert.Equal(text, Tagged(text));

    [Theory]
    [InlineData(
        "Paciente: Josefa Quintero. NHC 1234567. Acude el 3 de marzo de 2018 y vive con su hija.",
        "Paciente: [NAME]. NHC [MRN]. Acude el [DATE] y vive con su hija."
    )]
    [InlineData(
        "Fue valorada por la Dra. Benavides en el Hospital Rafael Méndez. Se inicia sonda Foley.",
        "Fue valorada por la Dra. [NAME] en el [LOCATION]. Se inicia sonda Foley."
    )]
    [InlineData(
        "Wir berichten über Herrn Jürgen Müller, geb. 04.07.1951, der am 1. März 2019 bei uns war. Morbus Parkinson.",
        "Wir berichten über Herrn [NAME], geb. [DATE], der am [DATE] bei uns war. Morbus Parkinson."
    )]
    [InlineData(
        "Die Patientin wohnt in der Lindenstraße 12a, 52062 Aachen und ist mit der Behandlung zufrieden.",
        "Die Patientin wohnt in der [LOCATION] und ist mit der Behandlung zufrieden."
    )]
    public void Other_languages_are_told_by_their_words(string text, string tagged) =>
        Assert.Equal(tagged, Tagged(text));

    [Fact]
    public void A_name_seen_once_is_found_in_the_whole_document() =>
        Assert.Equal(
            "[NAME] came in. Later [NAME]'s wife called. ZIELKOWA: [NAME].".Replace(
                "ZIELKOWA: ",
                "",
                StringComparison.Ordinal
            ),
            Tagged("Mr. Zielkowa came in. Later Zielkowa's wife called. ZIELKOWA.")
        );

    [Fact]
    public void What_the_header_knows_is_found_however_it_is_written()
    {
        PhiHeader header = new()
        {
            Names = ["LONG^GRACE"],
            PatientId = "AB-0047113",
            BirthDate = new DateOnly(1961, 2, 3),
        };
        Assert.Equal(
            "[NAME] [NAME] ([MRN], [DATE]) was long ill.",
            Tagged(
                "long Grace (ab-0047113, 03021961) was long ill.".Replace("long G", "Long G", StringComparison.Ordinal),
                header
            )
        );
    }

    [Fact]
    public void Findings_are_in_order_apart_and_inside_the_text_whatever_the_text_is()
    {
        string[] pieces =
        [
            "Dr. ",
            "Müller",
            "😀",
            "\r\n",
            "3/14/2019",
            "e\u0301",
            "@",
            "(614) ",
            "555-0133",
            "St. ",
            "Mary's ",
            "Hospital",
            "-",
            "'s",
            "MRN:",
            "#",
            "\uFEFF",
            "٣",
            "日本",
            " ",
            "A.",
            "van ",
            "12",
            ",",
            "OH 45402",
        ];
        Random random = new(7);
        PhiDetector detector = new();
        for (int i = 0; i < 3000; i++)
        {
            string text = string.Concat(
                Enumerable.Range(0, random.Next(1, 30)).Select(_ => pieces[random.Next(pieces.Length)])
            );
            int behind = 0;
            foreach (PhiSpan span in detector.Find(text))
            {
                Assert.InRange(span.Start, behind, text.Length - 1);
                Assert.InRange(span.End, span.Start + 1, text.Length);
                Assert.InRange(span.Score, 0, 1);
                Assert.False(char.IsLowSurrogate(text[span.Start]));
                behind = span.End;
            }
        }
    }
}
