using McpTenants.Testing;

namespace Kubernetes.Tests.Client.Json;

public sealed class GeneratedModelsTests
{
    [Fact]
    public async Task Models_GeneratedAgain_AreWhatIsCheckedIn()
    {
        var cache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "mcp-tenant", "kubernetes-1.20.2", "swagger.json");
        Assert.SkipUnless(File.Exists(cache), $"no OpenAPI document at {cache}");
        var settings = ModelGenerator.GeneratorSettings.Load(Path.Combine(Repository.Root, "kubernetes", "ModelGenerator", "models.json"));
        var files = ModelGenerator.ModelWriter.Write(ModelGenerator.OpenApiDocument.Load(cache, settings), settings);

        var folder = Path.Combine(Repository.Root, "kubernetes", "Client", "Models", "Generated");
        Directory.GetFiles(folder).Select(Path.GetFileName).ShouldBe(files.Keys, ignoreOrder: true);
        foreach (var (name, content) in files)
            (await File.ReadAllTextAsync(Path.Combine(folder, name), TestContext.Current.CancellationToken)).ShouldBe(content, name);
    }
}
