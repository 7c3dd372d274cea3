using Instance.Tests.Support;
using McpTenants.Audit;
using McpTenants.Audit.Storage;
using McpTenants.Instance.Export;

namespace Instance.Tests.Server;

public sealed class ImportTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Import_IntoAnEmptyFolder_GivesTheSameDocumentsAndAChainThatGoesOn()
    {
        await using var source = await StartWithDocumentsAsync();
        var archive = await ExportAsync(source);
        await using var target = await TestInstance.StartAsync();
        await target.StopServerAsync();
        Directory.Delete(target.Environment.DataFolder, recursive: true);

        (await new ArchiveImport(target.Environment).RunAsync(archive, Ct)).ShouldContain("2 documents, 3 versions");
        (await new ArchiveImport(target.Environment).RunAsync(archive, Ct)).ShouldStartWith("already imported");

        await target.StartServerAsync();
        await using (var client = await target.ConnectAsync())
        {
            (await client.ReadResourceAsync("kb://documents/d0", cancellationToken: Ct)).Contents.ShouldHaveSingleItem().ShouldBeOfType<ModelContextProtocol.Protocol.TextResourceContents>().Text.ShouldBe("Content 2");
            (await client.ReadResourceAsync("kb://documents/d0/versions/1", cancellationToken: Ct)).Contents.ShouldHaveSingleItem().ShouldBeOfType<ModelContextProtocol.Protocol.TextResourceContents>().Text.ShouldBe("Content 0");
        }
        await target.StopServerAsync();
        var report = new AuditFolder(AuditTrail.FolderIn(target.Environment.DataFolder)).Verify();
        report.Break.ShouldBeNull();
        report.Epochs.ShouldBe(2);
        (await new ArchiveImport(target.Environment).RunAsync(archive, Ct)).ShouldStartWith("already imported", customMessage: "what was written since is not overwritten");
        // Pseudonyms must not survive the tenant's erasure: their key is in no archive.
        (await ArchiveCheck.RunAsync(File.OpenRead(archive), Ct)).Manifest!.Files.ShouldNotContain(f => f.Path.Contains("key", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Import_OverData_IsRefusedAndChangesNothing()
    {
        await using var source = await StartWithDocumentsAsync();
        var archive = await ExportAsync(source);
        await using var target = await StartWithDocumentsAsync();
        await target.StopServerAsync();
        var before = await File.ReadAllBytesAsync(target.Environment.DatabaseFile, Ct);
        (await Should.ThrowAsync<InvalidDataException>(() => new ArchiveImport(target.Environment).RunAsync(archive, Ct))).Message.ShouldContain("not empty");
        (await File.ReadAllBytesAsync(target.Environment.DatabaseFile, Ct)).ShouldBe(before);
    }

    [Fact]
    public async Task Import_OfADamagedArchive_IsRefusedAndWritesNothing()
    {
        await using var source = await StartWithDocumentsAsync();
        var archive = await ExportAsync(source);
        var bytes = await File.ReadAllBytesAsync(archive, Ct);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(archive, bytes, Ct);
        var target = source.Environment with { DataFolder = source.Environment.DataFolder + "-target" };
        await Should.ThrowAsync<InvalidDataException>(() => new ArchiveImport(target).RunAsync(archive, Ct));
        Directory.Exists(target.DataFolder).ShouldBeFalse();
    }

    [Fact]
    public async Task Import_ThatWasKilled_IsBegunAgain()
    {
        await using var source = await StartWithDocumentsAsync();
        var archive = await ExportAsync(source);
        var target = source.Environment with { DataFolder = source.Environment.DataFolder + "-target" };
        await new ArchiveImport(target).RunAsync(archive, Ct);
        // Killed before the mark was closed, with half a database.
        var mark = Path.Combine(target.DataFolder, "import");
        await File.WriteAllTextAsync(mark, (await File.ReadAllTextAsync(mark, Ct))[..64], Ct);
        await File.WriteAllTextAsync(target.DatabaseFile, "half", Ct);
        (await new ArchiveImport(target).RunAsync(archive, Ct)).ShouldStartWith("imported");
        using var snapshot = WorkspaceSnapshot.Open(target.DatabaseFile);
        snapshot.Count().ShouldBe((2, 3));
    }

    private static async Task<TestInstance> StartWithDocumentsAsync()
    {
        var instance = await TestInstance.StartAsync();
        await using var client = await instance.ConnectAsync();
        for (var i = 0; i < 3; i++)
            await client.CallToolAsync("document_create", new Dictionary<string, object?> { ["id"] = "d" + (i % 2), ["title"] = "Title " + i, ["content"] = "Content " + i }, cancellationToken: Ct);
        return instance;
    }

    private static async Task<string> ExportAsync(TestInstance instance)
    {
        await instance.StopServerAsync();
        var file = instance.Environment.DataFolder + ".tar.gz";
        using var archive = await WorkspaceArchive.OpenAsync(instance.Environment, Ct);
        await DurableFile.WriteAsync(file, s => archive.WriteAsync(s, Ct));
        return file;
    }
}
