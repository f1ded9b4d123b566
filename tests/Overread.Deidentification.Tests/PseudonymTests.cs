using CsCheck;
using Overread.Deidentification.Pseudonyms;

namespace Overread.Deidentification.Tests;

/// <summary>Keyed replacements: stable, recognised, unlinkable between keys.</summary>
public sealed class PseudonymTests
{
    private static readonly ProjectKey Key = new(new byte[32]);
    private static readonly ProjectKey Other = new(Enumerable.Range(1, 32).Select(i => (byte)i).ToArray());

    [Fact]
    public void Uids_are_valid_stable_recognised_and_differ_by_key() =>
        Gen.Int[1, 999_999]
            .Select(Gen.Int[0, 999_999])
            .Sample(pair =>
            {
                string uid = $"1.2.3.{pair.Item1}.{pair.Item2}";
                UidPseudonyms uids = new(Key);
                string replaced = uids.Replace(uid);
                Assert.True(replaced.Length <= 64 && replaced.StartsWith("2.25.", StringComparison.Ordinal));
                Assert.NotEqual('0', replaced[5]);
                Assert.Equal(replaced, new UidPseudonyms(Key).Replace(uid));
                Assert.Equal(replaced, new UidPseudonyms(Key).Replace(replaced));
                Assert.NotEqual(replaced, new UidPseudonyms(Other).Replace(uid));
                Assert.False(new UidPseudonyms(Other).IsOwn(replaced));
            });

    [Theory]
    [InlineData("1.2.840.10008.5.1.4.1.1.2", true)]
    [InlineData("1.2.840.10008.5.1.4.1.1.2.19400102", false)]
    [InlineData("", true)]
    public void Registered_and_empty_uids_stay_and_nothing_that_merely_begins_alike(string uid, bool stays) =>
        Assert.Equal(stays, new UidPseudonyms(Key, known => known == "1.2.840.10008.5.1.4.1.1.2").Replace(uid) == uid);

    [Theory]
    [InlineData("2.25.0")]
    [InlineData("2.25.340282366920938463463374607431768211456")]
    [InlineData("2.25.12x")]
    [InlineData("not a uid")]
    public void Strange_uids_are_replaced_and_never_own(string uid)
    {
        UidPseudonyms uids = new(Key);
        Assert.False(uids.IsOwn(uid));
        Assert.StartsWith("2.25.", uids.Replace(uid));
    }

    [Fact]
    public void Patients_keep_their_pseudonym_and_issuers_keep_them_apart()
    {
        PatientPseudonyms patients = new(Key);
        string first = patients.Replace("MRN1", "A");
        Assert.Equal(first, patients.Replace("MRN1", "A"));
        Assert.Equal(first, patients.Replace(first));
        Assert.True(patients.IsOwn(first));
        Assert.NotEqual(first, patients.Replace("MRN1", "B"));
        Assert.NotEqual(first, patients.Replace("MRN2", "A"));
        Assert.NotEqual(first, new PatientPseudonyms(Other).Replace("MRN1", "A"));
        Assert.False(patients.IsOwn("MRN1"));
    }

    [Fact]
    public void A_key_shows_itself_nowhere()
    {
        Assert.DoesNotContain(Key.ToHex(), Key.ToString());
        Assert.NotEqual(Key.Fingerprint, Other.Fingerprint);
        Assert.Throws<ArgumentException>(() => new ProjectKey(new byte[8]));
    }
}
