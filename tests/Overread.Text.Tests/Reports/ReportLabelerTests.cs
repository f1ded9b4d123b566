using System.Globalization;
using Overread.Text.Reports;

namespace Overread.Text.Tests.Reports;

/// <summary>What sentences of radiology say of findings; sentences of our own.</summary>
public class ReportLabelerTests
{
    private static readonly ReportLabeler Labeler = new(ReportRules.Chest);

    private static string Said(string report)
    {
        ReportLabels labels = Labeler.Label(report);
        return string.Join(
            "; ",
            labels
                .States.Select((s, i) => (State: s, Name: ReportRules.Chest.Findings[i]))
                .Where(s => s.State is not null)
                .Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Name} {(int)s.State!}"))
        );
    }

    [Theory]
    [InlineData(
        "No focal consolidation, pleural effusion, or pneumothorax.",
        "No Finding 1; Consolidation 0; Pneumothorax 0; Pleural Effusion 0"
    )]
    [InlineData("No pneumothorax, small left pleural effusion.", "Pneumothorax 0; Pleural Effusion 1")]
    [InlineData("There is no evidence of acute fracture.", "No Finding 1; Fracture 0")]
    [InlineData("Pneumonia cannot be excluded.", "Pneumonia -1")]
    [InlineData("Cannot exclude a small left effusion.", "Pleural Effusion -1")]
    [InlineData("Findings are concerning for pneumonia.", "Pneumonia -1")]
    [InlineData(
        "Right basilar opacity, possibly atelectasis versus consolidation.",
        "Lung Opacity 1; Consolidation -1; Atelectasis -1"
    )]
    [InlineData("The heart is mildly enlarged.", "Cardiomegaly 1")]
    [InlineData("The heart is not enlarged.", "No Finding 1; Cardiomegaly 0")]
    [InlineData("Heart size is at the upper limits of normal.", "No Finding 1; Cardiomegaly 0")]
    [InlineData("Heart size is borderline.", "Cardiomegaly -1")]
    [InlineData("Cardiomediastinal silhouette is within normal limits.", "No Finding 1; Enlarged Cardiomediastinum 0")]
    [InlineData(
        "Heart size and mediastinal contours are normal.",
        "No Finding 1; Enlarged Cardiomediastinum 0; Cardiomegaly 0"
    )]
    [InlineData("Endotracheal tube terminates 4 cm above the carina.", "No Finding 1; Support Devices 1")]
    [InlineData(
        "The left chest tube has been removed. No pneumothorax.",
        "No Finding 1; Pneumothorax 0; Support Devices 0"
    )]
    [InlineData("Previously seen right pneumothorax has resolved.", "No Finding 1; Pneumothorax 0")]
    [InlineData("No change in moderate right pleural effusion.", "Pleural Effusion 1")]
    [InlineData("No new consolidation.", "Consolidation -1")]
    [InlineData("INDICATION: Rule out pneumonia.\n\nFINDINGS: Lungs are clear.", "No Finding 1")]
    [InlineData("History of pneumonia. Lungs are clear.", "No Finding 1")]
    [InlineData("Emphysema. No pneumothorax.", "Pneumothorax 0")]
    [InlineData("There is no pericardial effusion.", "No Finding 1")]
    [InlineData("No effusion but there is a pneumothorax.", "Pneumothorax 1; Pleural Effusion 0")]
    [InlineData(
        "Opacity in the right lower lobe may represent pneumonia in the appropriate clinical setting.",
        "Lung Opacity 1; Pneumonia -1"
    )]
    [InlineData("Interval resolution of pulmonary edema.", "No Finding 1; Edema 0")]
    [InlineData("Mild pulmonary edema is improved.", "Edema 1")]
    [InlineData("Neither effusion nor pneumothorax is seen.", "No Finding 1; Pneumothorax 0; Pleural Effusion 0")]
    [InlineData("Old healed right rib fractures.", "Fracture 1")]
    [InlineData("Pleural effusion or pneumothorax is not seen.", "No Finding 1; Pneumothorax 0; Pleural Effusion 0")]
    [InlineData("The lungs are free of focal airspace disease.", "No Finding 1; Lung Opacity 0")]
    [InlineData("Calcified granuloma in the left upper lobe.", "")]
    [InlineData("A 6 mm nodule is seen in the right upper lobe.", "Lung Lesion 1")]
    [InlineData("No pulmonary nodules or masses.", "No Finding 1; Lung Lesion 0")]
    [InlineData("Widened mediastinum.", "Enlarged Cardiomediastinum 1")]
    [InlineData("The mediastinum is unremarkable.", "No Finding 1; Enlarged Cardiomediastinum 0")]
    [InlineData("? pneumonia at the left base.", "Pneumonia -1")]
    [InlineData("Bibasilar atelectasis without effusion.", "Atelectasis 1; Pleural Effusion 0")]
    [InlineData("Stable cardiomegaly with no overt edema.", "Cardiomegaly 1; Edema 0")]
    [InlineData(
        "Lungs are clear. No pneumothorax or effusion. Heart size is normal.",
        "No Finding 1; Cardiomegaly 0; Pneumothorax 0; Pleural Effusion 0"
    )]
    [InlineData("No acute cardiopulmonary abnormality.", "No Finding 1")]
    [InlineData("Pleural effusions are small and unchanged.", "Pleural Effusion 1")]
    [InlineData(
        "Lung volumes are low with bronchovascular crowding. No definite consolidation.",
        "No Finding 1; Consolidation 0"
    )]
    [InlineData("Subtle opacity suggests early infection.", "Lung Opacity 1; Pneumonia -1")]
    [InlineData("The cardiac silhouette is enlarged, unchanged from prior.", "Cardiomegaly 1")]
    [InlineData("There has been interval development of a left pneumothorax.", "Pneumothorax 1")]
    [InlineData(
        "No displaced rib fracture is identified. Sternotomy wires are intact.",
        "No Finding 1; Fracture 0; Support Devices 1"
    )]
    [InlineData("The patient's mother has lung cancer. Mother had pneumonia.", "No Finding 1")]
    [InlineData("", "")]
    public void A_sentence_says(string report, string labels) => Assert.Equal(labels, Said(report));

    [Fact]
    public void Present_outweighs_uncertain_and_uncertain_outweighs_absent()
    {
        Assert.Equal(
            "Pleural Effusion 1",
            Said("Possible left effusion. No right effusion. Right effusion is present.")
        );
        Assert.Equal("Pleural Effusion -1", Said("Possible left effusion. No right effusion."));
    }

    [Fact]
    public void Every_label_but_no_finding_has_a_place_that_says_so()
    {
        const string Report = "Heart size normal. No effusion. Likely atelectasis 😀; may be pneumonia.";
        ReportLabels labels = Labeler.Label(Report);
        foreach ((FindingState? state, string finding) in labels.States.Zip(ReportRules.Chest.Findings))
        {
            if (state is { } said && finding != ReportRules.NoFinding)
            {
                Assert.Contains(labels.Evidence, e => e.Finding == finding && e.State == said);
            }
        }

        Assert.All(labels.Evidence, e => Assert.InRange(e.End, e.Start + 1, Report.Length));
        Assert.Contains(labels.Evidence, e => Report[e.Start..e.End] == "effusion" && e.Cue == "No");
    }

    [Fact]
    public void Rules_can_be_read_and_what_is_wrong_with_them_is_said()
    {
        ReportRules rules = ReportRules.Read(
            """{"name":"knee","version":"1","findings":[{"name":"Joint effusion","phrases":["effusion*"]}],"structures":[],"qualities":{},"other":[],"skippedSections":[],"context":{"negated":["no"]}}"""u8.ToArray()
        );
        Assert.Equal(FindingState.Absent, new ReportLabeler(rules).Label("No effusion.").States[0]);
        Assert.Contains(
            "Line 1",
            Assert.Throws<FormatException>(() => ReportRules.Read("{"u8.ToArray())).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<FormatException>(() => ReportRules.Read("{}"u8.ToArray()));
    }
}
