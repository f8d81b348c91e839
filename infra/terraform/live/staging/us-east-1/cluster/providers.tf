provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = {
      Environment  = "staging"
      Layer        = "cluster"
      Service      = "platform"
      CostCategory = "compute"
      ManagedBy    = "terraform"
      Repository   = "horizon"
    }
  }
}
