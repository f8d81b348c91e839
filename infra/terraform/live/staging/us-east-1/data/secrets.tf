# Made once, kept in Secrets Manager, and read back from there: neither the plan nor the state ever holds them.
ephemeral "aws_secretsmanager_random_password" "master" {
  for_each = toset(["database/owner", "documentdb/owner", "redis/token"])

  password_length     = 40
  exclude_punctuation = true
}

module "secrets" {
  source = "../../../../modules/secrets"

  name        = "horizon-staging"
  environment = "staging"
  secrets = {
    "database/owner"                = "Owner of PostgreSQL, written by Terraform"
    "database/ca"                   = "Certificate authority of RDS"
    "database/migrator"             = "Role of the migrations"
    "database/auth-service"         = "Role of auth-service"
    "database/billing-service"      = "Role of billing-service"
    "database/credit-service"       = "Role of credit-service"
    "database/customer-service"     = "Role of customer-service"
    "database/dispute-service"      = "Role of dispute-service"
    "database/notification-service" = "Role of notification-service"
    "database/ops-server"           = "Role of ops-server"
    "database/worker-service"       = "Role of worker-service"
    "documentdb/owner"              = "Owner of DocumentDB, written by Terraform"
    redis                           = "Host and token of Redis"
    "redis/token"                   = "Token of Redis, written by Terraform"
    console                         = "Settings of the console"
    infrastructure                  = "Names that services need to know"
    sentry                          = "Where failures are reported"
    "service-token"                 = "By which services know each other"
    "settings/auth-service"         = "What auth-service alone keeps secret"
    "settings/billing-service"      = "What billing-service alone keeps secret"
    "settings/credit-service"       = "What credit-service alone keeps secret"
    "settings/dispute-service"      = "What dispute-service alone keeps secret"
    "settings/notification-service" = "What notification-service alone keeps secret"
    datadog                         = "Keys of Datadog"
    "test-member"                   = "User name and password with which browser tests sign in"
  }
  values         = { for secret, password in ephemeral.aws_secretsmanager_random_password.master : secret => password.random_password }
  value_versions = { "database/owner" = 1, "documentdb/owner" = 1, "redis/token" = 1 }
  replica_region = null
}

ephemeral "aws_secretsmanager_secret_version" "master" {
  for_each = toset(["database/owner", "documentdb/owner", "redis/token"])

  secret_id = module.secrets.written[each.key]
}
