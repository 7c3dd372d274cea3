using McpTenants.Testing;

namespace Kubernetes.Tests.Client.Json;

/// <summary>Of the integration tier because the document comes with the API server's build.</summary>
[Trait("Tier", "Integration")]
public sealed class GeneratedModelsTests
{
    [Fact]
    public async Task Models_GeneratedAgain_AreWhatIsCheckedIn()
    {
        var cache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "mcp-tenant", "kubernetes-1.20.2", "swagger.json");
        await TestCluster.GetAsync(Tier.Integration);
        Assert.SkipUnless(File.Exists(cache), "the cluster of KUBECONFIG is in use, and the models are those of the version that is built here");
        var settings = ModelGenerator.GeneratorSettings.Load(Path.Combine(Repository.Root, "kubernetes", "ModelGenerator", "models.json"));
        var files = ModelGenerator.ModelWriter.Write(ModelGenerator.OpenApiDocument.Load(cache, settings), settings);

        var folder = Path.Combine(Repository.Root, "kubernetes", "Client", "Models", "Generated");
        Directory.GetFiles(folder).Select(Path.GetFileName).ShouldBe(files.Keys, ignoreOrder: true);
        foreach (var (name, content) in files)
            (await File.ReadAllTextAsync(Path.Combine(folder, name), TestContext.Current.CancellationToken)).ShouldBe(content, name);
    }
}
