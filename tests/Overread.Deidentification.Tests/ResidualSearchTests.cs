using System.Text;
using Overread.Deidentification.Residual;

namespace Overread.Deidentification.Tests;

/// <summary>Values in bytes: in every encoding in which they may stand, and in no other.</summary>
public sealed class ResidualSearchTests
{
    [Theory]
    [InlineData("Größenwahn", "latin1")]
    [InlineData("Größenwahn", "utf-8")]
    [InlineData("Ленинская", "utf-8")]
    [InlineData("Ленинская", "utf-16")]
    public void A_value_is_found_in_bytes_and_in_streams(string value, string encoding)
    {
        ResidualSearch search = new();
        search.Add("PatientAddress", value);
        byte[] bytes = [.. new byte[100], .. Encoding.GetEncoding(encoding).GetBytes(value), .. new byte[100]];
        Assert.Equal(["PatientAddress"], search.Find(bytes));
        if (encoding != "utf-16")
        {
            using MemoryStream stream = new(bytes);
            Assert.Equal(["PatientAddress"], search.FindInStream(stream));
        }
    }

    [Fact]
    public void Letters_that_an_encoding_lacks_are_no_question_marks()
    {
        ResidualSearch search = new();
        search.Add("PatientAddress", "Ленинская");
        search.Add("PatientName", "王小东王小东");
        byte[] flat = Encoding.ASCII.GetBytes(new string('?', 5000));
        Assert.Empty(search.Find(flat));
        using MemoryStream stream = new(flat);
        Assert.Empty(search.FindInStream(stream));
    }

    [Fact]
    public void A_word_in_which_a_value_stands_by_chance_is_asked_for()
    {
        ResidualSearch search = new(ordinary: word => word == "TRANSVERSE");
        search.Add("PatientName", "Tran");
        Assert.Empty(search.Find("a Transverse slice"u8));
        Assert.Equal(["PatientName"], search.Find("of Tran, Transverse"u8));
        Assert.Equal(["PatientName"], search.Find("of TranNguyen"u8));
    }
}
