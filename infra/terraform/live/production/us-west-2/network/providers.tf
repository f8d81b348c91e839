provider "aws" {
  region              = "us-west-2"
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = {
      Environment  = "dr"
      Layer        = "network"
      Service      = "platform"
      CostCategory = "networking"
      ManagedBy    = "terraform"
      Repository   = "horizon"
    }
  }
}
