using Overread.Deidentification.Text;

namespace Overread.Deidentification.Tests;

/// <summary>Descriptions keep their clinical words and lose everything else.</summary>
public sealed class TextCleanerTests
{
    private static string Clean(string text, params string[] identifying)
    {
        IdentifyingWords words = new();
        foreach (string value in identifying)
        {
            words.Add(value);
        }

        return TextCleaner.Clean(text, words.Words);
    }

    [Theory]
    [InlineData("CT CHEST W/O CONTRAST")]
    [InlineData("Thorax routine 4.0 B40f")]
    [InlineData("t2_tse_sag 5mm")]
    [InlineData("Hodgkin lymphoma, Swan-Ganz catheter")]
    [InlineData("L4-L5 disc")]
    [InlineData("DWI b 0 500 1000")]
    [InlineData("XR KNEE LEFT 3 VIEWS")]
    [InlineData("Lung 1.25 2.5 5.0 mm")]
    public void Clinical_descriptions_stay(string text) => Assert.Equal(text, Clean(text));

    [Theory]
    [InlineData("CT on 14 March 2019", "CT on")]
    [InlineData("14-MAR-19 CT", "CT")]
    [InlineData("CT 14/3", "CT")]
    [InlineData("CT 3/14", "CT")]
    [InlineData("strength 2/5", "strength 2/5")]
    [InlineData("phase 3/4 contrast", "phase 3/4 contrast")]
    public void No_date_goes_by_half(string text, string expected) => Assert.Equal(expected, Clean(text));

    [Theory]
    [InlineData("Иванов^Сергей", "Ivanov sergej")]
    [InlineData("Жуковский", "Schukowski Zhukovsky")]
    [InlineData("Παπαδόπουλος^Γιώργος", "Papadopoulos Giorgos")]
    [InlineData("やまだ^たろう", "Yamada Taro Tarou")]
    [InlineData("キョウコ", "Kyoko")]
    public void A_name_in_Latin_letters_is_the_same_name(string source, string texts)
    {
        foreach (string text in texts.Split(' '))
        {
            IdentifyingWords words = new();
            words.Add(source);
            Assert.True(IdentifyingWords.Holds(words.Words, text.ToUpperInvariant()), text);
        }
    }

    [Theory]
    [InlineData("V_Venacava_I")]
    [InlineData("A_Aorta_Asc")]
    [InlineData("LN_Sclav_R")]
    [InlineData("Larynx_NFZ")]
    [InlineData("Prostate+SV")]
    [InlineData("Couch_Interior")]
    [InlineData("BronchTree")]
    [InlineData("IGTVp")]
    [InlineData("GTVnd")]
    [InlineData("PTVexpBoost")]
    public void Structures_stay(string text) => Assert.Equal(text, Clean(text));

    [Theory]
    [InlineData("CHEST (Marchetti)", "CHEST")]
    [InlineData("Head CT 03/14/2019", "Head CT")]
    [InlineData("knee MRN4471123", "knee")]
    [InlineData("chest 555-0136", "chest")]
    [InlineData("CHEST\\Okonkwo\\PA", "CHEST\\\\PA")]
    [InlineData("Jérôme", "")]
    [InlineData("born 1930", "")]
    [InlineData("call +49 555 700 5327", "")]
    [InlineData("chest 555 1234", "chest")]
    [InlineData("(089) 123 45 67 lung", "lung")]
    public void Names_dates_and_numbers_go(string text, string expected) => Assert.Equal(expected, Clean(text));

    [Fact]
    public void What_the_source_calls_its_people_goes_even_where_it_is_a_clinical_word()
    {
        Assert.Equal("lung", Clean("lung"));
        Assert.Equal("CT", Clean("CT Lung", "Lung^Anna"));
    }

    [Fact]
    public void Cleaning_twice_changes_nothing()
    {
        foreach (
            string text in (string[])
                ["CT Abd/Pelvis w Smith, 12.3.2020", "a-b (c) ; x\\y  z", "", "\\\\", "MR, Brain. ^^"]
        )
        {
            string once = Clean(text);
            Assert.Equal(once, Clean(once));
        }
    }

    [Theory]
    [InlineData("91Y FEMALE CHEST", "FEMALE CHEST")]
    [InlineData("93 year old female", "year old female")]
    [InlineData("CT head, age 95", "CT head")]
    [InlineData("92-year chest", "year chest")]
    [InlineData("45 year chest", "45 year chest")]
    [InlineData("CHEST 120 KV 95 %", "CHEST 120 KV 95 %")]
    public void Ages_above_89_go(string text, string expected) =>
        Assert.Equal(expected, TextCleaner.Clean(text, new HashSet<string>()));

    [Theory]
    [InlineData("OpticNrv_L")]
    [InlineData("A_LAD")]
    [InlineData("CT ABD PEL W CON")]
    [InlineData("Tumor core")]
    [InlineData("GTVp2")]
    [InlineData("zPTV_5040")]
    [InlineData("Lung_R")]
    [InlineData("Bag_Bowel")]
    [InlineData("SpinalCord_PRV05")]
    [InlineData("Glnd_Submand_L")]
    [InlineData("t2_tse_tra_fs")]
    [InlineData("Ring2cm")]
    public void Names_of_structures_and_series_stay(string text) =>
        Assert.Equal(text, TextCleaner.Clean(text, new HashSet<string>()));

    [Theory]
    [InlineData("JSmith", "")]
    [InlineData("Lung_Howe", "Lung")]
    [InlineData("McDonald PTV", "PTV")]
    public void Names_of_persons_inside_labels_go(string text, string expected) =>
        Assert.Equal(expected, TextCleaner.Clean(text, new HashSet<string>()));

    // Labels as radiotherapy (AAPM TG-263), segmentation programs and scanners write them; written for this test.
    private const string Labels =
        "A_Aorta|A_Carotid_L|A_Coronary_R|Anus|Atrium_L|Bladder_Wall|Bone_Mandible|Bone_Pelvic|Bowel_Small|Bowel_Large|BrachialPlex_R|Brain|"
        + "Brainstem_PRV03|Breast_L|Breasts|Bronchus_Main_L|BuccalMucosa_R|Canal_Anal|Carina|CaudaEquina|Cavity_Oral|Cerebellum|Chestwall_R|Cochlea_L|"
        + "Colon_Sigmoid|Cornea_R|Duodenum|Ear_Middle_L|Esophagus_U|Eye_L|Femur_Head_L|Femur_Neck_R|Fossa_Pituitary|Genitals|Glnd_Lacrimal_R|"
        + "Glnd_Thyroid|Glottis|GreatVes|Heart|Hippocampus_L|Humerus_R|Hypothalamus|Ileum|Jejunum|Joint_TM_L|Kidney_Cortex_R|Kidneys|Larynx_SG|Lens_L|"
        + "Lips|Liver|LN_Neck_IB_L|LN_Ax_R|Lobe_Temporal_L|Lung_LLL|Lungs|Lungs-GTV|Mesorectum|Musc_Constrict_S|Nasopharynx|OpticChiasm|OpticNrv_R|"
        + "OpticNrv_PRV05_L|Oropharynx|Ovary_L|Pancreas|Parotid_R|PenileBulb|Pericardium|Pharynx|Pituitary|Pons|Prostate|ProstateBed|Rectum|Retina_L|"
        + "SacralPlex|Scalp|Scrotum|SeminalVes|Skin|SpinalCanal|SpinalCord_PRV05|Spleen|Stomach|Testis_L|Thyroid|Tongue_Base|Trachea|Urethra|UteroCervix|"
        + "V_Venacava_I|Vagina|ValveAortic|ValveMitral|VB_T12|Ventricle_R|VocalCords|Wall_Vagina|PTV_7000|PTVn1_5400|CTV54|GTV|GTVp|GTVn1|ITV_50|PTV1-03|"
        + "CTVt_High|PTV_Low_54|zRing_2cm|BODY|External|CouchSurface|CouchInterior|Bolus_1cm|Avoid|Opt PTV|Isocenter|Dose 95%|"
        + "Left Lung|right kidney|Tumor core|Whole tumor|Enhancing tumor|Peritumoral edema|Necrosis|Background|Nodule 3|Lesion 12 6 mm|Liver segment IV|"
        + "lung_upper_lobe_left|vertebrae_L3|rib_left_4|hip_right|portal_vein_and_splenic_vein|iliac_artery_left|gluteus_maximus_right|urinary_bladder|"
        + "CT ABD PEL W CON|CT CHEST W/O CONTRAST|CTA HEAD/NECK|Thorax 5.0 B31f|Lung 1.25mm|AXIAL 5MM BONE|Topogram 0.6 T80s|SCOUT|Dose Report|MPR COR 3mm|"
        + "T1 SAG SE|T2 AX FLAIR|t1_mprage_sag_p2_iso|t2_tse_tra_512|ep2d_diff_3scan_trace_p2_ADC|DWI b1000|3D TOF|AX T1 POST GD FS|SAG STIR|LOC|PET AC|"
        + "PET WB 3D MAC|CT AC 3.75|CTAC|NAC WB|CXR PA AND LATERAL|KNEE AP/LAT RIGHT|MAMMOGRAM R CC|L MLO|US ABDOMEN COMPLETE|Echocardiogram 4 chamber|"
        + "Bone scan whole body|V/Q scan perfusion|Coronary CTA 75%|Cardiac cine SAX|Perfusion rest|LGE 4CH|MRCP 3D|Hepatic arterial phase|Portal venous|Delayed 3 min";

    [Fact]
    public void Of_real_labels_at_least_95_percent_keep_every_word()
    {
        string[] labels = Labels.Split('|');
        string[] lost = [.. labels.Where(label => TextCleaner.Clean(label, new HashSet<string>()) != label)];
        Assert.True(lost.Length * 20 <= labels.Length, $"{lost.Length} of {labels.Length}: {string.Join(" | ", lost)}");
    }
}
