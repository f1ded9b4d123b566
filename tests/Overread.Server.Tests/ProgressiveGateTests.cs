using System.Diagnostics;
using Overread.Client;
using Overread.Client.Model;
using Overread.Dicom;
using Overread.Dicom.Pixels;

namespace Overread.Server.Tests;

/// <summary>A progressive JPEG, which browsers' decoders of DICOM do not take, is written decoded at the gate.</summary>
public class ProgressiveGateTests
{
    [Fact]
    public async Task A_progressive_picture_passes_with_the_samples_that_another_decoder_reads()
    {
        string folder = Directory.CreateTempSubdirectory("overread-progressive-").FullName;
        string At(string name) => Path.Combine(folder, name);
        await File.WriteAllBytesAsync(At("plain.dcm"), ScreenImage.Create("RONALD", modality: "CT", bodyPart: "KNEE"));
        Run("dcmcjpeg", "+ep", At("plain.dcm"), At("coded.dcm"));
        Run("dcmdjpeg", At("coded.dcm"), At("decoded.dcm"));

        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        (OverreadClient steward, _) = await server.Person(project, "steward", "steward");
        string batch = await Gate.Receive(steward, project, [("a.dcm", await File.ReadAllBytesAsync(At("coded.dcm")))]);
        Assert.Equal(1, (await Gate.ApproveAll(steward, project, batch)).Approved);
        ItemRow item = Assert.Single((await server.Admin.ListItems(project)).Rows);
        string file = (await server.Admin.ShowItem(project, item.Id)).Series[0].Files[0].Id;
        using MemoryStream bytes = new();
        await (await server.Admin.GetFile(project, file)).CopyToAsync(bytes);
        using DicomFile passed = DicomFile.Read(bytes.ToArray());
        using DicomFile wanted = DicomFile.Read(At("decoded.dcm"));
        Assert.Equal(TransferSyntax.ExplicitLittleEndian.Uid, passed.TransferSyntax.Uid);
        Assert.Equal("01", passed.Dataset.GetText(new Tag(0x00282110)));
        int worst = Samples(passed).Zip(Samples(wanted)).Max(pair => Math.Abs(pair.First - pair.Second));
        Assert.True(worst <= 1, $"{worst} grey levels");
        Directory.Delete(folder, recursive: true);
    }

    private static byte[] Samples(DicomFile file)
    {
        PixelFrame frame = null!;
        Assert.True(PixelData.TryOpen(file, out PixelData pixels, out _) && pixels.TryDecode(0, out frame, out _));
        return frame.Data.ToArray();
    }

    private static void Run(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(program, arguments);
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"{program} is not installed (package dcmtk)");
        }
    }
}
