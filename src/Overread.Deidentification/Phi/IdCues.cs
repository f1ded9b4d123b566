using System.Collections.Frozen;

namespace Overread.Deidentification.Phi;

/// <summary>Words that say what the number behind them is.</summary>
internal static class IdCues
{
    private static readonly FrozenDictionary<string, (PhiType Type, bool Strong)>.AlternateLookup<
        ReadOnlySpan<char>
    > Table = Rows()
        .ToFrozenDictionary(row => row.Word, row => (row.Type, row.Strong), StringComparer.Ordinal)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>What a cue announces. A weak one ("case", "visit", "lot") announces long numbers only.</summary>
    internal static bool TryGet(ReadOnlySpan<char> folded, out (PhiType Type, bool Strong) cue) =>
        Table.TryGetValue(folded, out cue);

    private static IEnumerable<(string Word, PhiType Type, bool Strong)> Rows() =>
        [
            .. Of(
                PhiType.MedicalRecord,
                true,
                "mrn mr# medrec nhc cipa historia nhistoria patientennummer patnr patientenid fallnummer fallnr aufnahmenummer chart"
            ),
            .. Of(PhiType.MedicalRecord, false, "unit record records expediente episodio fall patientid pid"),
            .. Of(
                PhiType.SocialSecurity,
                true,
                "ssn nhs dni nie nif curp personalausweis personalausweisnummer passport pasaporte reisepass ausweis"
            ),
            .. Of(PhiType.SocialSecurity, false, "social"),
            .. Of(
                PhiType.HealthPlan,
                true,
                "medicare medicaid mbi subscriber beneficiary nass nuss cip naf poliza versichertennummer versichertennr krankenversichertennummer kvnr hicn member hpn"
            ),
            .. Of(
                PhiType.HealthPlan,
                false,
                "policy insurance plan group mutua seguro versicherung versicherungsnummer krankenkasse aseguradora tarjeta"
            ),
            .. Of(PhiType.Account, true, "acct iban kontonummer cuenta"),
            .. Of(PhiType.Account, false, "account invoice billing claim rechnungsnummer factura"),
            .. Of(
                PhiType.License,
                true,
                "dea npi nºcol nºcolegiado ncol nocol colegiado lanr bsnr colegiada ncolegiado license licence"
            ),
            .. Of(PhiType.License, false, "certificate col licencia"),
            .. Of(PhiType.Vehicle, true, "vin plate plates kennzeichen matricula"),
            .. Of(PhiType.Device, true, "serial sn seriennummer udi imei chargennummer"),
            .. Of(PhiType.Device, false, "lot device implant model serie lote charge ref pacemaker"),
            .. Of(
                PhiType.Phone,
                true,
                "phone telephone tel cell mobile pager beeper telefono tfno tlf tlfno movil telefon handy mobil telefonnummer rufnummer durchwahl landline"
            ),
            .. Of(PhiType.Phone, false, "ext extension call contact at home office work"),
            .. Of(PhiType.Fax, true, "fax telefax"),
            .. Of(PhiType.OtherId, true, "accession auftragsnummer befundnummer eingangsnummer"),
            .. Of(
                PhiType.OtherId,
                false,
                "number id case specimen encounter visit order requisition req job document report confirmation confirm reference sample probe pathology csn fin har bid identifier tag badge employee student study trial subject numero nummer"
            ),
        ];

    private static IEnumerable<(string, PhiType, bool)> Of(PhiType type, bool strong, string words) =>
        words.Split(' ').Select(word => (word, type, strong));
}
