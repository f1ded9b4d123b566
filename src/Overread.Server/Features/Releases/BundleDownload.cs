using Overread.Ledger.Bundles;

namespace Overread.Server.Features.Releases;

/// <summary>Sends a bundle as a zip.</summary>
internal static class BundleDownload
{
    /// <param name="name">The file's name.</param>
    /// <param name="folder">Where it is put together.</param>
    public static async Task Send(HttpContext http, BundleFolder bundle, string name, string folder)
    {
        http.Response.ContentType = "application/zip";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        // The writer is synchronous; a temporary file keeps memory flat and lets Kestrel send it without blocking.
        string temporary = Path.Combine(folder, $".download-{Path.GetRandomFileName()}");
        FileStream file = new(
            temporary,
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.None,
            1 << 16,
            FileOptions.DeleteOnClose
        );
        await using (file)
        {
            BundleArchive.Write(bundle, file);
            file.Position = 0;
            http.Response.ContentLength = file.Length;
            await file.CopyToAsync(http.Response.Body, http.RequestAborted);
        }
    }
}
