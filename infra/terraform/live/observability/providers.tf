# Keys come from the environment: DD_API_KEY, DD_APP_KEY and PAGERDUTY_TOKEN.
provider "datadog" {}

provider "pagerduty" {}

provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = {
      Environment  = "shared"
      Layer        = "observability"
      Service      = "platform"
      CostCategory = "networking"
      ManagedBy    = "terraform"
      Repository   = "horizon"
    }
  }
}
