using System.Text;
using Overread.Deidentification.Patients;
using Overread.Deidentification.Patients.Files;

namespace Overread.Dicom.Fuzz;

/// <summary>Tables and messages of decisions about patients, changed; what is read is written and read again.</summary>
internal static class TextCase
{
    private static readonly string[] Seeds =
    [
        "action,id,to_id\nmerge,007,7\nsame,12,0012\ndifferent,3,33\n",
        "\uFEFFaction;issuer;id;name;birth_date;sex;to_issuer;to_id;study;reason\r\nmerge;A;007;X^Y;19800101;F;B;7;;typing\r\n",
        "sep=;\nAction;ID;To_ID;Study\nsplit; 007 ;7;1.2.3\n",
        "note,to_id,id,action\n\"a \"\"b\"\",\n c\",7,\"007\",merge\n",
        "MSH|^~\\&|PAS|HOSP|OVERREAD||20260101||ADT^A40^ADT_A39|1|P|2.5\rPID|1||7^^^A||X^Y\rMRG|007^^^A\r",
        "FHS|^~\\&\rMSH|^~\\&|PAS|HOSP|O||20260101||ADT^A40|2|P|2.3\rPID|1||8\rMRG|0008\rFTS|1\r",
    ];

    private static readonly string[] Pieces =
    [
        "\"",
        "\"\"",
        ",",
        ";",
        "\t",
        "\n",
        "\r",
        "\r\n",
        "|",
        "^",
        "~",
        "\\",
        "&",
        "\\F\\",
        "\\X41\\",
        "\0",
        "\uFEFF",
        "sep=",
        "action",
        "merge",
        "same",
        "split",
        "19800230",
        "MSH|",
        "PID|",
        "MRG|",
        "\uD83D",
        "é",
        "9999999999999999999999",
    ];

    internal static byte[] Make(int number)
    {
        Random random = new(number);
        StringBuilder text = new(Seeds[random.Next(Seeds.Length)]);
        for (int i = random.Next(1, 12); i > 0; i--)
        {
            int at = random.Next(text.Length + 1);
            switch (random.Next(4))
            {
                case 0:
                    text.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 1:
                    text.Remove(at, Math.Min(text.Length - at, random.Next(1, 12)));
                    break;
                case 2:
                    text.Insert(at, Seeds[random.Next(Seeds.Length)]);
                    break;
                default:
                    text.Insert(at, Pieces[random.Next(Pieces.Length)], random.Next(1, 200));
                    break;
            }
        }

        Encoding encoding = random.Next(5) switch
        {
            0 => Encoding.Unicode,
            1 => Encoding.Latin1,
            _ => Encoding.UTF8,
        };
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes(text.ToString())];
        if (bytes.Length > 0 && random.Next(3) == 0)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return bytes;
    }

    internal static string? Run(byte[] bytes)
    {
        try
        {
            DecisionReading read = DecisionFile.Read(bytes);
            if (read.Problems.Count > 0)
            {
                return null;
            }

            Crosswalk crosswalk;
            try
            {
                crosswalk = Crosswalk.Empty.With(read.Decisions);
            }
            catch (ArgumentException)
            {
                // Decisions that contradict each other are refused by name.
                return null;
            }

            string[] lines = [.. CrosswalkDocument.Write(crosswalk)];
            string[] again = [.. CrosswalkDocument.Write(CrosswalkDocument.Read(lines))];
            return lines.SequenceEqual(again) ? null : "a crosswalk that is read again is another one";
        }
        catch (Exception exception)
        {
            return exception.ToString();
        }
    }
}
