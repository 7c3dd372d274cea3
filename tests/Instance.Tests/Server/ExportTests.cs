using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Instance.Tests.Support;
using McpTenants.Instance.Export;

namespace Instance.Tests.Server;

public sealed class ExportTests
{
    private const string Token = "one-time-token-of-this-export";

    [Fact]
    public async Task Archive_OfAStoppedWorkspace_IsCompleteAndTheSameEveryTime()
    {
        await using var instance = await StartWithDocumentsAsync(3);
        await instance.StopServerAsync();

        await using var server = await ExportServer.StartAsync(instance.Environment, TestContext.Current.CancellationToken);
        var first = await GetAsync(instance, server.Address + "/archive");
        (await GetAsync(instance, server.Address + "/archive")).ShouldBe(first);
        System.Text.Encoding.ASCII.GetString(await GetAsync(instance, server.Address + "/archive/sha256")).Trim().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(first)));

        var (manifest, problems) = await ArchiveCheck.RunAsync(new MemoryStream(first), TestContext.Current.CancellationToken);
        problems.ShouldBeEmpty();
        manifest!.Tenant.Uid.ShouldBe(TestInstance.Uid);
        (manifest.Documents, manifest.Versions).ShouldBe((3, 4));
        manifest.Files.Select(f => f.Path).ShouldBe(["configuration/instance.json", "workspace/documents.jsonl", "workspace/workspace.db", "audit/000001-0001.jsonl"]);
    }

    [Fact]
    public async Task Archive_OfAKilledWorkspace_HasWhatIsOnlyInTheLog()
    {
        await using var instance = await StartWithDocumentsAsync(3);
        // What a killed process leaves: the files as they are while it runs.
        var left = instance.Environment with { DataFolder = instance.Environment.DataFolder + "-left" };
        Directory.CreateDirectory(left.DataFolder);
        foreach (var suffix in (string[])["", "-wal"])
            File.Copy(instance.Environment.DatabaseFile + suffix, left.DatabaseFile + suffix);
        new FileInfo(left.DatabaseFile + "-wal").Length.ShouldBeGreaterThan(0);

        using var archive = await WorkspaceArchive.OpenAsync(left, TestContext.Current.CancellationToken);
        using var stream = new MemoryStream();
        await archive.WriteAsync(stream, TestContext.Current.CancellationToken);
        stream.Position = 0;
        var (manifest, problems) = await ArchiveCheck.RunAsync(stream, TestContext.Current.CancellationToken);
        problems.ShouldBeEmpty();
        manifest!.Versions.ShouldBe(4);
    }

    [Fact]
    public async Task Archive_OfATenantThatNeverStoredAnything_IsValid()
    {
        await using var instance = await TestInstance.StartAsync();
        var empty = instance.Environment with { DataFolder = instance.Environment.DataFolder + "-none" };
        using var archive = await WorkspaceArchive.OpenAsync(empty, TestContext.Current.CancellationToken);
        using var stream = new MemoryStream();
        await archive.WriteAsync(stream, TestContext.Current.CancellationToken);
        stream.Position = 0;
        var (manifest, problems) = await ArchiveCheck.RunAsync(stream, TestContext.Current.CancellationToken);
        problems.ShouldBeEmpty();
        manifest!.Documents.ShouldBe(0);
    }

    [Fact]
    public async Task Export_WithoutTheToken_GivesNothing()
    {
        await using var instance = await StartWithDocumentsAsync(1);
        await instance.StopServerAsync();
        await using var server = await ExportServer.StartAsync(instance.Environment, TestContext.Current.CancellationToken);
        foreach (var token in (string?[])[null, "wrong-token-of-this-export"])
        {
            foreach (var (method, path) in ((HttpMethod, string)[])[(HttpMethod.Get, "/archive"), (HttpMethod.Get, "/archive/sha256"), (HttpMethod.Post, "/done"), (HttpMethod.Get, "/x")])
            {
                using var request = new HttpRequestMessage(method, server.Address + path);
                request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
                (await instance.Http.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            }
        }
    }

    [Fact]
    public async Task Done_EndsTheExport()
    {
        await using var instance = await StartWithDocumentsAsync(1);
        await instance.StopServerAsync();
        await using var server = await ExportServer.StartAsync(instance.Environment, TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, server.Address + "/done");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        (await instance.Http.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await server.WaitForShutdownAsync().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Check_AnyDamage_IsFoundOrTouchesNoFile()
    {
        await using var instance = await StartWithDocumentsAsync(2);
        await instance.StopServerAsync();
        using var archive = await WorkspaceArchive.OpenAsync(instance.Environment, TestContext.Current.CancellationToken);
        using var stream = new MemoryStream();
        await archive.WriteAsync(stream, TestContext.Current.CancellationToken);
        var good = stream.ToArray();
        var files = await FilesAsync(good);
        // Padding, tar's and gzip's own fields may change unnoticed; every byte of every file may not. The archive's SHA-256 covers the rest.
        for (var at = 10; at < good.Length; at += Math.Max(1, good.Length / 40))
        {
            var bad = (byte[])good.Clone();
            bad[at] ^= 0x10;
            if ((await ArchiveCheck.RunAsync(new MemoryStream(bad), TestContext.Current.CancellationToken)).Problems.Count == 0)
                (await FilesAsync(bad)).ShouldBe(files, $"byte {at} of {good.Length}");
        }
        (await ArchiveCheck.RunAsync(new MemoryStream(good[..(good.Length / 2)]), TestContext.Current.CancellationToken)).Problems.ShouldNotBeEmpty();
        (await ArchiveCheck.RunAsync(new MemoryStream(), TestContext.Current.CancellationToken)).Problems.ShouldNotBeEmpty();
    }

    private static async Task<string> FilesAsync(byte[] archive)
    {
        await using var gzip = new GZipStream(new MemoryStream(archive), CompressionMode.Decompress);
        await using var tar = new TarReader(gzip);
        var files = new StringBuilder();
        while (await tar.GetNextEntryAsync(copyData: true, TestContext.Current.CancellationToken) is { } entry)
        {
            using var data = new MemoryStream();
            if (entry.DataStream is { } content)
                await content.CopyToAsync(data, TestContext.Current.CancellationToken);
            files.Append(entry.Name).Append('=').AppendLine(Convert.ToHexString(data.ToArray()));
        }
        return files.ToString();
    }

    private static async Task<TestInstance> StartWithDocumentsAsync(int count)
    {
        var instance = await TestInstance.StartAsync();
        await File.WriteAllTextAsync(instance.Environment.ExportTokenFile, Token + "\n");
        await using var client = await instance.ConnectAsync();
        for (var i = 0; i <= count; i++)
        {
            // The last one is a second version of the first.
            await client.CallToolAsync("document_create", new Dictionary<string, object?> { ["id"] = "d" + (i % count), ["title"] = "Title " + i, ["content"] = "Content " + i });
        }
        return instance;
    }

    private static async Task<byte[]> GetAsync(TestInstance instance, string uri)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        using var response = await instance.Http.SendAsync(request, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }
}
