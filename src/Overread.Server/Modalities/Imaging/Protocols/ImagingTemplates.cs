using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;

namespace Overread.Server.Modalities.Imaging.Protocols;

/// <summary>Protocols about images to begin with.</summary>
internal static class ImagingTemplates
{
    private const string Snomed = "http://snomed.info/sct";

    public static IReadOnlyList<ProtocolTemplate> All { get; } =
    [
        new("chexpert-14", ChestFindings()),
        new("lung-nodule", LungNodule()),
        new("diabetic-retinopathy", Retinopathy()),
        new("blood-cells", BloodCells()),
    ];

    private static ProtocolBody ChestFindings()
    {
        (string Id, string Title, string? Code)[] findings =
        [
            ("no-finding", "No finding", null),
            ("enlarged-cardiomediastinum", "Enlarged cardiomediastinum", null),
            ("cardiomegaly", "Cardiomegaly", "8186001"),
            ("lung-opacity", "Lung opacity", null),
            ("lung-lesion", "Lung lesion", null),
            ("edema", "Edema", "19242006"),
            ("consolidation", "Consolidation", "95436008"),
            ("pneumonia", "Pneumonia", "233604007"),
            ("atelectasis", "Atelectasis", "46621007"),
            ("pneumothorax", "Pneumothorax", "36118008"),
            ("pleural-effusion", "Pleural effusion", "60046008"),
            ("pleural-other", "Pleural other", null),
            ("fracture", "Fracture", null),
            ("support-devices", "Support devices", null),
        ];
        return new(
            "Chest radiograph: 14 findings",
            [
                .. findings.Select(f => new Field(f.Id, f.Title, FieldKinds.Finding)
                {
                    Required = true,
                    Code = f.Code is null ? null : new Code(Snomed, f.Code, f.Title),
                }),
            ],
            """
            # Chest radiograph, 14 findings

            Read the frontal view first, then the lateral where there is one.

            - **Present**: you would report it.
            - **Absent**: you looked for it and it is not there.
            - **Uncertain**: you looked and cannot tell. Say so; it is worth more than a guess.
            - **Not assessed**: the image does not let you look, for instance because the base is cut off.

            *No finding* is present only when all other findings but support devices are absent.
            """,
            new ReadingPolicy(3, AgreementRule.Majority, DisputeRule.Adjudicator, 0.05),
            "Each of 14 findings as present, absent, uncertain or not assessed."
        );
    }

    private static ProtocolBody LungNodule() =>
        new(
            "Lung nodules on CT",
            [
                new Field("nodule", "Nodule of 4 mm or more", FieldKinds.Finding)
                {
                    Required = true,
                    Code = new Code(Snomed, "427359005", "Solitary nodule of lung"),
                },
                new Field("nodules", "Mark each nodule", FieldKinds.Find("boxes")!)
                {
                    When = new Condition("nodule", ["present", "uncertain"]),
                    Required = true,
                    Options =
                    [
                        new("solid", "Solid"),
                        new("part-solid", "Part-solid"),
                        new("ground-glass", "Ground-glass"),
                    ],
                    Help = "One box on the slice where the nodule is largest.",
                },
                new Field("largest", "Largest diameter", FieldKinds.Number)
                {
                    When = new Condition("nodule", ["present"]),
                    Unit = "mm",
                    Min = 1,
                    Max = 100,
                    Step = 0.1,
                },
                new Field("quality", "Image quality", FieldKinds.Ordinal)
                {
                    Required = true,
                    Options = [new("poor", "Poor"), new("fair", "Fair"), new("good", "Good")],
                },
                new Field("remark", "Remark", FieldKinds.Text),
            ],
            """
            # Lung nodules on CT

            Scroll through the whole lung in the lung window (Shift+1), then in the soft-tissue window (Shift+2).

            A nodule is a rounded opacity of 4 mm to 30 mm. Mark each one **once**, on the slice where it is largest, with a
            box that just encloses it. Vessels, bronchi and pleural thickening are not nodules.
            """,
            new ReadingPolicy(3, AgreementRule.Majority, DisputeRule.Adjudicator, 0.1) { BoxOverlap = 0.3 },
            "Presence, boxes by type, largest diameter and image quality."
        );

    private static ProtocolBody Retinopathy() =>
        new(
            "Diabetic retinopathy grade",
            [
                new Field("gradable", "Gradable", FieldKinds.Choice)
                {
                    Required = true,
                    Options = [new("yes", "Yes"), new("no", "No")],
                },
                new Field("grade", "Retinopathy grade (ICDR)", FieldKinds.Ordinal)
                {
                    Required = true,
                    When = new Condition("gradable", ["yes"]),
                    Options =
                    [
                        new("r0", "0 No apparent retinopathy", "0"),
                        new("r1", "1 Mild non-proliferative", "1"),
                        new("r2", "2 Moderate non-proliferative", "2"),
                        new("r3", "3 Severe non-proliferative", "3"),
                        new("r4", "4 Proliferative", "4"),
                    ],
                },
                new Field("lesions", "Lesions", FieldKinds.Find("boxes")!)
                {
                    When = new Condition("gradable", ["yes"]),
                    Options =
                    [
                        new("microaneurysm", "Microaneurysm"),
                        new("haemorrhage", "Haemorrhage"),
                        new("hard-exudate", "Hard exudate"),
                        new("cotton-wool", "Cotton-wool spot"),
                        new("neovascularisation", "Neovascularisation"),
                    ],
                },
                new Field("macular-oedema", "Macular oedema", FieldKinds.Finding)
                {
                    When = new Condition("gradable", ["yes"]),
                },
            ],
            """
            # Diabetic retinopathy

            Grade by the International Clinical Diabetic Retinopathy scale. First say whether the image can be graded: disc and
            macula visible, vessels sharp. The worst lesion decides the grade; box at least one example of it.
            """,
            new ReadingPolicy(2, AgreementRule.All, DisputeRule.Adjudicator, 0.1),
            "ICDR grade with lesion boxes."
        );

    private static ProtocolBody BloodCells() =>
        new(
            "Blood cells on a smear",
            [
                new Field("cells", "Cells", FieldKinds.Find("boxes")!)
                {
                    Required = true,
                    Options = [new("rbc", "Red cell"), new("wbc", "White cell"), new("platelet", "Platelet")],
                },
                new Field("centres", "Centres of overlapping cells", FieldKinds.Find("points")!),
                new Field("stain", "Stain quality", FieldKinds.Choice)
                {
                    Required = true,
                    Options = [new("good", "Good"), new("pale", "Pale"), new("dark", "Dark")],
                },
            ],
            """
            # Blood cells

            Box every cell that lies at least half inside the image. Where cells overlap so that a box cannot part them, set a
            point on the centre of each instead.
            """,
            new ReadingPolicy(2, AgreementRule.Majority, DisputeRule.Adjudicator, 0),
            "Boxes for red cells, white cells and platelets."
        );
}
