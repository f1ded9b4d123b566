using System.Text;
using Overread.Deidentification.Patients;
using Overread.Deidentification.Patients.Files;
using Overread.Deidentification.Pseudonyms;

namespace Overread.Deidentification.Tests.Patients;

/// <summary>Decisions come as tables and as ADT^A40; what is not understood is named by line and column or field.</summary>
public sealed class DecisionFileTests
{
    private const string Head = "MSH|^~\\&|PAS|HOSP|OVERREAD||20260101||ADT^A40^ADT_A39|1|P|2.5\r";

    [Theory]
    [InlineData("action,id,to_id\nmerge,007,7\n")]
    [InlineData("\uFEFFaction;id;to_id\r\nmerge;007;7\r\n")]
    [InlineData("action\tid\tto_id\nmerge\t007\t7")]
    [InlineData("sep=;\nAction;ID;To_ID\nMERGE; 007 ;7\n")]
    [InlineData("note,to_id,id,action\n\"a \"\"b\"\",\n c\",7,\"007\",merge\n\n")]
    [InlineData("action,id,to_id\r,,\rmerge,007,7\r")]
    public void Tables_are_read_with_any_separator_order_and_line_ends(string text)
    {
        DecisionReading read = DecisionFile.Read(Encoding.UTF8.GetBytes(text));
        Assert.Empty(read.Problems);
        PatientDecision decision = Assert.Single(read.Decisions);
        Assert.Equal(PatientDecisionKind.Merge, decision.Kind);
        Assert.Equal(("007", "7"), (decision.One.Identity.Id, decision.Other.Identity.Id));
    }

    [Fact]
    public void Tables_in_UTF16_and_Latin1_are_read()
    {
        const string text = "action;id;to_id\nsame;Ä7;7\n";
        byte[] wide = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)];
        byte[] big = [.. Encoding.BigEndianUnicode.GetPreamble(), .. Encoding.BigEndianUnicode.GetBytes(text)];
        Assert.All(
            new[] { wide, big, Encoding.Latin1.GetBytes(text) },
            bytes => Assert.Equal("Ä7", Assert.Single(DecisionFile.Read(bytes).Decisions).One.Identity.Id)
        );
    }

    [Theory]
    [InlineData("", 1, "")]
    [InlineData("id,to_id\n1,2\n", 1, "action")]
    [InlineData("action,id,to_id,id\n", 1, "")]
    [InlineData("action,id,to_id\nsame,1,2\njoin,1,2\n", 3, "action")]
    [InlineData("action,id,to_id\n3,1,2\n", 2, "action")]
    [InlineData("action,id,to_id\nmerge,,2\n", 2, "id")]
    [InlineData("action,id,to_id\nmerge,1,1\n", 2, "to_id")]
    [InlineData("action,id,to_id\nsplit,1,2\n", 2, "study")]
    [InlineData("action,id,to_id\nsame,1,1\n", 2, "to_id")]
    [InlineData("action,id,to_id\nsame,1,\n", 2, "to_id")]
    [InlineData("action,id,to_id,reason\nsame,1,2,\"two\nlines\"\nsame,1,2,\"open\n\n", 4, "")]
    public void What_is_wrong_in_a_table_is_named_by_line_and_column_and_never_by_value(
        string text,
        int line,
        string where
    )
    {
        DecisionProblem problem = Assert.Single(DecisionFile.Read(Encoding.UTF8.GetBytes(text)).Problems);
        Assert.Equal((line, where), (problem.Line, problem.Where));
    }

    [Fact]
    public void Findings_written_as_a_table_and_filled_in_decide_exactly_those()
    {
        ProjectKey key = new(new byte[32]);
        PatientRegister register = new();
        register.Add(new(new(new("St. \"Mary\", A", "7"), "DOE^JANE", "19400102", "F"), "1", []), 1);
        register.Add(new(new(new("St. \"Mary\", A", "7"), "DOE^JANE", "19500102", ""), "2", []), 2);
        register.Add(new(new(new("", "MRN 1")), "3", []), 3);
        register.Add(new(new(new("", "MRN1")), "4", []), 4);
        string table = DecisionTable.Write(Crosswalk.Empty.Resolve(register, key).Findings);
        Assert.Empty(DecisionTable.Read(table).Decisions);
        string[] lines = table.Split('\n');
        string filled = string.Join('\n', [lines[0], "different" + lines[1], "same" + lines[2], ""]);
        DecisionReading read = DecisionTable.Read(filled);
        Assert.Empty(read.Problems);
        Assert.All(
            Crosswalk.Empty.With(read.Decisions).Resolve(register, key).Findings,
            finding => Assert.False(finding.IsOpen)
        );
    }

    [Fact]
    public void A40_merges_by_issuer_in_every_repetition_and_group()
    {
        DecisionReading read = Read(
            "\u000B"
                + Head
                + "EVN|A40\rPID|1||100^^^MAIN&1.2&ISO^MR~55^^^LAB^PI||DOE^JANE\rMRG|0100^^^MAIN^MR~54^^^LAB^PI||\r"
                + "PID|2||300^^^MAIN\rMRG|301^^^MAIN\r\u001C\r"
                + "MSH#:;!%#PAS#H#O##2026##ADT:A40#2#P#2.3\rPID###A!S!B:::N!T!M\rMRG#!X43!1:::N!T!M\r"
        );
        Assert.Empty(read.Problems);
        Assert.Equal(
            [("MAIN", "0100", "100"), ("LAB", "54", "55"), ("MAIN", "301", "300"), ("N%M", "C1", "A:B")],
            read.Decisions.Select(d => (d.One.Identity.Issuer, d.One.Identity.Id, d.Other.Identity.Id))
        );
        Assert.All(read.Decisions, d => Assert.Equal(PatientDecisionKind.Merge, d.Kind));
    }

    [Theory]
    [InlineData("PID|1||100\rMRG|\r", 3, "MRG-1")]
    [InlineData("PID|1||\"\"\rMRG|7\r", 2, "PID-3")]
    [InlineData("PID|1||100^^^A~101^^^A\rMRG|7^^^A\r", 3, "MRG-1 repetition 1")]
    [InlineData("PID|1||100^^^A\rMRG|100^^^A~7^^^A\r", 3, "MRG-1 repetition 1")]
    [InlineData("PID|1||100^^^A\rMRG|7^^^B\r", 3, "MRG-1 repetition 1")]
    [InlineData("PID|1||100\r", 2, "PID")]
    [InlineData("MRG|7\rPID|1||100\rMRG|8\r", 2, "MRG")]
    [InlineData("EVN|A40\r", 1, "PID")]
    public void What_is_wrong_in_a_message_is_named_by_segment_and_field(string segments, int line, string where)
    {
        DecisionProblem problem = Assert.Single(Read(Head + segments).Problems);
        Assert.Equal((line, where), (problem.Line, problem.Where));
    }

    [Theory]
    [InlineData("MSH|^~\\&|A|B|C|D|2026||ADT^A08|1\rPID|1||1\r", "MSH-9")]
    [InlineData("MSH|^^~\\|A|B|C|D|2026||ADT^A40|1\rPID|1||1\rMRG|2\r", "MSH-2")]
    [InlineData("FHS|^~\\&\rPID|1||1\r", "")]
    public void Other_messages_and_broken_heads_are_problems(string text, string where) =>
        Assert.Contains(Read(text).Problems, p => p.Where == where);

    [Fact]
    public void A_crosswalk_is_written_and_read_again_and_a_wrong_line_is_named()
    {
        SourcePatient patient = new(new("N", "7"), "DOE^JANE", "19400102", "F");
        PatientDecision split = new(PatientDecisionKind.Split, new(new("N", "7")), new(new("", "8")), "wrong wristband")
        {
            Study = "1.2.3",
        };
        Crosswalk crosswalk = Crosswalk
            .Empty.With([split, new(PatientDecisionKind.Different, PatientReference.To(patient), new(new("", "9")))])
            .Release([new ReleasedPatient(patient, new("", "name\0DOE\0")).With(["2.1", "1.2.3", "", "2.1"])]);
        List<string> lines = [.. CrosswalkDocument.Write(crosswalk)];
        Crosswalk read = CrosswalkDocument.Read(lines);
        Assert.Equal(crosswalk.Decisions, read.Decisions);
        Assert.Equal(crosswalk.Released, read.Released);
        Assert.Equal(["1.2.3", "2.1"], Assert.Single(read.Released).Studies);
        lines[2] = """{"decision":"perhaps","one":{"id":"SECRET"}}""";
        string message = Assert.Throws<FormatException>(() => CrosswalkDocument.Read(lines)).Message;
        Assert.Contains("line 3", message, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", message, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => CrosswalkDocument.Read(["{}"]));
    }

    /// <summary>20,000 cases; some minutes of them with <c>./test --all</c>.</summary>
    [Fact]
    public void Damaged_files_give_problems_or_decisions_and_never_an_exception()
    {
        string[] seeds =
        [
            "action,id,to_id,issuer,study,reason,name\nmerge,007,7,N,,\"a\n\"\"b\",\nsplit,1,2,,1.2.3,,\nsame,7,7,,,,X\n",
            Head + "PID|1||100^^^MAIN&1.2&ISO^MR~55^^^LAB||DOE\\S\\X^J\rMRG|0100\\X4\\^^^MAIN~54^^^LAB\r",
            string.Join(
                '\n',
                CrosswalkDocument.Write(
                    Crosswalk.Empty.With([new(PatientDecisionKind.Same, new(new("", "1")), new(new("", "2")))])
                )
            ),
        ];
        Random random = new(10);
        int cases = Environment.GetEnvironmentVariable("OVERREAD_TEST_ALL") == "1" ? 2_000_000 : 20_000;
        for (int i = 0; i < cases; i++)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(seeds[i % seeds.Length]);
            for (int n = random.Next(1, 8); n > 0; n--)
            {
                int at = random.Next(bytes.Length);
                bytes = random.Next(3) switch
                {
                    0 => [.. bytes[..at], .. bytes[random.Next(bytes.Length)..]],
                    1 => [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]],
                    _ => [.. bytes[..at], (byte)"\"\\|^~&,;\t\r\n{}"[random.Next(13)], .. bytes[(at + 1)..]],
                };
                if (bytes.Length == 0)
                {
                    bytes = [0];
                }
            }

            DecisionReading read = DecisionFile.Read(bytes);
            int lines = bytes.Count(b => b is (byte)'\n' or (byte)'\r') + 1;
            Assert.All(read.Problems, p => Assert.InRange(p.Line, 1, lines));
            Assert.All(read.Decisions, d => Assert.False(d.One == d.Other));
            PatientRegister register = new();
            register.Add(new(new(new("", "7"), "X"), "1.2.3", []), 1);
            Crosswalk.Empty.With(read.Decisions).Resolve(register, new(new byte[32]));
            try
            {
                CrosswalkDocument.Read(Encoding.UTF8.GetString(bytes).Split('\n'));
            }
            catch (FormatException e)
            {
                Assert.StartsWith("line ", e.Message, StringComparison.Ordinal);
            }
        }
    }

    private static DecisionReading Read(string text) => DecisionFile.Read(Encoding.UTF8.GetBytes(text));
}
